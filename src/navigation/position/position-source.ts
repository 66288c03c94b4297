import type { Fix } from '../../contract/screen/route.ts';
import type { CodedError } from '../../errors/coded-error.ts';

/** What a source of positions knows now. */
export type PositionReport =
  | { readonly state: 'searching' | 'lost'; /** Why, where it is not the sky. */ readonly failure?: CodedError }
  | { readonly state: 'fixed'; readonly fix: Fix };

/** A receiver, or what stands in for one. */
export interface PositionSource {
  /**
   * Reports until the signal is aborted, and resolves then, or when the source has nothing more to give. It never rejects:
   * what cannot be reached is reported as a failure and tried again.
   */
  follow(report: (report: PositionReport) => void, signal: AbortSignal): Promise<void>;
}

/** Elapsed time. */
export interface PositionClock {
  /** Seconds since some moment, never going back. */
  monotonic(): number;
  /** Resolves after `seconds`; rejects when the signal says so. */
  sleep(seconds: number, signal?: AbortSignal): Promise<void>;
}

/** What was read from a receiver's bytes. */
export type Reading =
  | { readonly kind: 'fix'; readonly fix: Fix }
  /** The receiver says that it does not know where it is. */
  | { readonly kind: 'no-fix' }
  /** Whatever speaks at the other end is no receiver that is understood. */
  | { readonly kind: 'failure'; readonly failure: CodedError };

/** Reads a stream of bytes in pieces of any size; rubbish in it gives no reading. */
export interface PositionDecoder {
  push(bytes: Uint8Array): readonly Reading[];
}
