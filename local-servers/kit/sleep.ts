import { setTimeout as pause } from 'node:timers/promises';
import type { Sleep } from '../../src/allocation/endpoint-race.ts';

/** How servers wait between the endpoints of another one. */
export const sleep: Sleep = (seconds, signal) => pause(seconds * 1000, undefined, { signal });
