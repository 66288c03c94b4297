import { elapsedTime, systemHands, type ClockHands } from '../../src/host/elapsed-time.ts';

/**
 * The servers' time. Only one server's own times are ever compared with one another: durations are what travels.
 */
export interface ServerClock {
  /** Seconds since 1970, with fractions; never goes back while the process runs. */
  now(): number;
}

/**
 * Anchored once to the wall clock, then elapsed time: a clock that is set meanwhile ends no session, and sleep counts. For
 * what is over with its process; who keeps times in a store uses `openKeptClock`.
 */
export function systemClock(hands: ClockHands = systemHands): ServerClock {
  const elapsed = elapsedTime(hands);
  const anchor = hands.wall() - elapsed();
  return { now: () => anchor + elapsed() };
}
