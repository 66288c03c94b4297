import type { ServerClock } from '../../local-servers/kit/clock.ts';

/** Time that stands still until a test moves it. */
export class TestClock implements ServerClock {
  #now: number;

  /** @param start seconds since 1970 */
  constructor(start = 1_800_000_000) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  advance(seconds: number): void {
    this.#now += seconds;
  }
}
