/**
 * The servers' time. Only one server's own times are ever compared with one another: durations are what travels.
 */
export interface ServerClock {
  /** Seconds since 1970, with fractions; never goes back while the process runs. */
  now(): number;
}

/** Anchored once to the wall clock and then monotonic: a clock that is set meanwhile ends no session. */
export function systemClock(): ServerClock {
  const anchor = (Date.now() - performance.now()) / 1000;
  return { now: () => anchor + performance.now() / 1000 };
}
