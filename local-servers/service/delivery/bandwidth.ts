import { Recent } from '../../kit/recent.ts';

/** Seconds of the rate that may be sent ahead after silence. */
const burstSeconds = 0.05;
const minimumPieceBytes = 1_024;
const maximumPieceBytes = 65_536;

/**
 * The operator's limit for one terminal: everything that is sent under it, on however many connections, shares one rate.
 * Whoever wants to send waits until what went before is paid for.
 */
export class Bandwidth {
  readonly bytesPerSecond: number;
  readonly #now: () => number;
  #paidUntil = 0;

  /** @param now seconds, monotonic */
  constructor(bytesPerSecond: number, now: () => number = monotonicSeconds) {
    this.bytesPerSecond = bytesPerSecond;
    this.#now = now;
  }

  /** Bytes to send at a time: small enough to flow evenly, large enough to cost little. */
  get pieceBytes(): number {
    return Math.min(Math.max(Math.floor(this.bytesPerSecond / 50), minimumPieceBytes), maximumPieceBytes);
  }

  /** Seconds until `bytes` may be sent; they count as sent. */
  reserve(bytes: number): number {
    const now = this.#now();
    this.#paidUntil = Math.max(this.#paidUntil, now - burstSeconds) + bytes / this.bytesPerSecond;
    return Math.max(0, this.#paidUntil - now);
  }
}

const monotonicSeconds = () => performance.now() / 1000;

const terminalCeiling = 50_000;

/** The bandwidth of each terminal. */
export class Bandwidths {
  readonly #bytesPerSecond: number | undefined;
  readonly #terminals = new Recent<string, Bandwidth>(terminalCeiling);

  constructor(bytesPerSecond: number | undefined) {
    this.#bytesPerSecond = bytesPerSecond;
  }

  /** Undefined where the operator sets no limit. */
  of(terminal: string): Bandwidth | undefined {
    if (this.#bytesPerSecond === undefined) return undefined;
    const known = this.#terminals.get(terminal) ?? new Bandwidth(this.#bytesPerSecond);
    this.#terminals.set(terminal, known);
    return known;
  }
}
