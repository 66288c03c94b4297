import { setImmediate as turn } from 'node:timers/promises';
import { CodedError } from '../../src/errors/coded-error.ts';

interface Alarm {
  readonly at: number;
  readonly ring: () => void;
}

/** Time that passes only when nothing else is left to do: sleepers wake in their order, without anybody waiting. */
export class VirtualTime {
  /** Seconds since it was made. */
  now = 0;
  readonly #alarms: Alarm[] = [];

  /** As the clock's port: rejects when the signal says so. */
  sleep(seconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const cancel = () => {
        const index = this.#alarms.indexOf(alarm);
        if (index >= 0) this.#alarms.splice(index, 1);
        reject(new CodedError('terminal.cancelled'));
      };
      const alarm = {
        at: this.now + seconds,
        ring: () => {
          signal?.removeEventListener('abort', cancel);
          resolve();
        },
      };
      if (signal?.aborted === true) return cancel();
      signal?.addEventListener('abort', cancel);
      this.#alarms.push(alarm);
    });
  }

  /** Lets time pass until the work is done, and what it has set going has come to rest. */
  async runUntil(work: Promise<unknown>): Promise<void> {
    const isDone = work.then(() => true);
    for (;;) {
      // Everything that can go on without time passing does so within one turn.
      if ((await Promise.race([isDone, turn(false)])) && (await turn(true))) return;
      const next = this.#alarms.toSorted((a, b) => a.at - b.at)[0];
      if (next === undefined) {
        if (await Promise.race([isDone, turn(false)])) return;
        throw new Error('nobody sleeps, and the work is not done');
      }
      this.#alarms.splice(this.#alarms.indexOf(next), 1);
      this.now = next.at;
      next.ring();
    }
  }
}
