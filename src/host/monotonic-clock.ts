import { setTimeout as delay } from 'node:timers/promises';
import { CodedError } from '../errors/coded-error.ts';
import type { Clock } from '../terminal/ports.ts';
import { elapsedTime } from './elapsed-time.ts';

/** Time asleep counts: what a terminal held when its lid was closed is over when it would be over anyway. */
export const monotonicClock: Clock = {
  monotonic: elapsedTime(),
  sleep: async (seconds, signal) => {
    try {
      await delay(seconds * 1000, undefined, signal === undefined ? {} : { signal });
    } catch (cause) {
      throw new CodedError('terminal.cancelled', { cause });
    }
  },
};
