import { setTimeout as delay } from 'node:timers/promises';
import { CodedError } from '../errors/coded-error.ts';
import type { Clock } from '../terminal/ports.ts';

export const monotonicClock: Clock = {
  monotonic: () => Number(process.hrtime.bigint()) / 1e9,
  sleep: async (seconds, signal) => {
    try {
      await delay(seconds * 1000, undefined, signal === undefined ? {} : { signal });
    } catch (cause) {
      throw new CodedError('terminal.cancelled', { cause });
    }
  },
};
