import { uptime } from 'node:os';

/** What a machine tells of time, all in seconds. None of it is right by itself. */
export interface ClockHands {
  /** Since 1970; may be wrong by years, and may be set at any moment. */
  readonly wall: () => number;
  /** Since some moment, cheap to read and fine; may stand still while the machine sleeps. */
  readonly monotonic: () => number;
  /** Since the machine started, and goes on while it sleeps; dear to read, and coarse (10 ms). */
  readonly sinceBoot: () => number;
}

const monotonic = () => performance.now() / 1000;

/** Linux alone stops its monotonic clock during sleep; there libuv reads /proc/uptime, which counts on (CLOCK_BOOTTIME). */
export const systemHands: ClockHands = {
  wall: () => Date.now() / 1000,
  monotonic,
  sinceBoot: process.platform === 'linux' ? uptime : monotonic,
};

/** Seconds of the cheap hand after which the dear one is read again. */
const readAgainAfter = 0.5;
/** A wall clock that moved so many seconds against the cheap hand was set, or the machine slept. */
const suspiciousMove = 0.25;
const firstReadings = 3;

/**
 * Elapsed time, with the time asleep, on the scale of `sinceBoot`; never goes back. The wall clock is no more than a hint to
 * look at the dear hand at once: however it is set, nothing changes.
 * @returns a function that is called several times in a request: two cheap readings, and a dear one twice a second
 */
export function elapsedTime({ wall, monotonic: awake, sinceBoot }: ClockHands = systemHands): () => number {
  // What passes between the two readings makes a difference too small: of several, the largest is right.
  const difference = () => sinceBoot() - awake();
  let asleep = Math.max(...Array.from({ length: firstReadings }, difference));
  let readAt = awake();
  let wallAhead = wall() - readAt;
  return () => {
    const now = awake();
    const ahead = wall() - now;
    if (now - readAt >= readAgainAfter || Math.abs(ahead - wallAhead) > suspiciousMove) {
      asleep = Math.max(asleep, difference());
      readAt = now;
      wallAhead = ahead;
    }
    return now + asleep;
  };
}
