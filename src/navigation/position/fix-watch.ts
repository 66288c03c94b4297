import type { CodedError } from '../../errors/coded-error.ts';
import type { PositionReport, Reading } from './position-source.ts';

/** Seconds without a position after which it is lost. */
const lostAfter = 4;

/** Tells from readings and from silence whether a position is being searched for, known or lost. */
export class FixWatch {
  #state: PositionReport['state'] = 'searching';
  #failure: CodedError | undefined;
  #fixedAt = -Infinity;

  /** @param now seconds @returns what is new, if anything */
  reading(reading: Reading, now: number): PositionReport | undefined {
    if (reading.kind === 'failure') return this.failed(reading.failure);
    if (reading.kind === 'no-fix') return this.tick(now);
    this.#state = 'fixed';
    this.#failure = undefined;
    this.#fixedAt = now;
    return { state: 'fixed', fix: reading.fix };
  }

  /** Time has passed. @param now seconds */
  tick(now: number): PositionReport | undefined {
    if (this.#state !== 'fixed' || now - this.#fixedAt < lostAfter) return undefined;
    this.#state = 'lost';
    return { state: 'lost' };
  }

  /** The source itself cannot be reached, or is none. The same failure again is nothing new. */
  failed(failure: CodedError): PositionReport | undefined {
    const known = this.#failure?.code === failure.code && this.#failure.detail === failure.detail;
    this.#failure = failure;
    if (this.#state === 'fixed') this.#state = 'lost';
    else if (known) return undefined;
    return { state: this.#state === 'searching' ? 'searching' : 'lost', failure };
  }

  /** The source can be reached again. */
  reached(): PositionReport | undefined {
    if (this.#failure === undefined) return undefined;
    this.#failure = undefined;
    return { state: this.#state === 'searching' ? 'searching' : 'lost' };
  }
}
