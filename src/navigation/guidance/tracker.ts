import type { Fix } from '../../contract/screen/route.ts';
import { metresBetween } from './geometry.ts';
import { matchOnto, type Match } from './match.ts';
import { doubtOf, isLeft, isOnRoute, roomFor, trustedHeading } from './off-route.ts';
import { segmentAt, stretchOf, type RouteLine } from './route-line.ts';

/** Metres that positions may fall back by, from the furthest that was reached. */
export const mostBack = 40;
/** Metres ahead within which a position is looked for besides what was driven meanwhile. */
const lookAhead = 80;
/** The same for the first position of all: one may have driven on while the way was planned. */
const firstLookAhead = 1_000;
/** Positions in a row that tell that one has come back onto the route further on. */
const rejoining = 2;
/** Metres from the start within which one may be before one has reached the road. */
const mostGap = 300;

export interface Tracked {
  /** Metres from the route's start. */
  readonly progress: number;
  readonly on: boolean;
  /** Whether the route counts as left. */
  readonly left: boolean;
  /** Metres to the route's end as the crow flies. */
  readonly toEnd: number;
}

/** Follows positions along one route. */
export class Tracker {
  readonly #line: RouteLine;
  #furthest = 0;
  #progress = 0;
  #doubt = 0;
  #rejoined = 0;
  /** Metres; until the road was reached, one may be as far from it as at the beginning. */
  #gap: number | undefined;
  #joined = false;
  #at: number | undefined;
  #speed = 0;

  constructor(line: RouteLine) {
    this.#line = line;
  }

  get progress(): number {
    return this.#progress;
  }

  /** @param now seconds */
  update(fix: Fix, now: number): Tracked {
    const elapsed = this.#at === undefined ? 1 : Math.max(0, now - this.#at);
    const heading = trustedHeading(fix);
    const near = this.#near(fix, heading, elapsed);
    this.#at = now;
    this.#speed = fix.speed;
    this.#gap ??= Math.min(mostGap, near.away);
    const on = this.#judge(near, fix, elapsed) || this.#rejoins(fix, heading);
    const end = this.#line.points[this.#line.points.length - 1] ?? fix.position;
    return { progress: this.#progress, on, left: isLeft(this.#doubt), toEnd: metresBetween(fix.position, end) };
  }

  /** The doubt begins anew. */
  forgive(): void {
    this.#doubt = 0;
  }

  /** Where one can have come to since the position before; after a tunnel, far ahead. */
  #near(fix: Fix, heading: number | undefined, elapsed: number): Match {
    const stretch = this.#line.stretches[stretchOf(this.#line, segmentAt(this.#line, this.#progress))];
    const speed = Math.max(fix.speed, this.#speed, elapsed > 3 ? (stretch?.speed ?? 0) / 3.6 : 0);
    const driven = ((fix.speed + this.#speed) / 2) * elapsed;
    return matchOnto(this.#line, fix.position, heading, {
      from: this.#furthest - mostBack,
      to:
        this.#progress +
        (this.#at === undefined ? firstLookAhead : lookAhead) +
        (fix.accuracy ?? 0) +
        speed * elapsed * 1.5,
      expected: this.#progress + driven,
    });
  }

  #judge(match: Match, fix: Fix, elapsed: number): boolean {
    if (isOnRoute(match, fix)) {
      this.#joined = true;
      this.#reach(match.distance);
      return true;
    }
    const gap = this.#gap ?? 0;
    const coming = !this.#joined && gap > roomFor(fix) && match.away <= gap + roomFor(fix);
    if (!coming) this.#doubt += doubtOf(match, fix, elapsed);
    return false;
  }

  /** A short cut: one drives on the route again, further on. */
  #rejoins(fix: Fix, heading: number | undefined): boolean {
    const ahead = { from: this.#progress, to: this.#line.length, expected: this.#progress };
    const match = matchOnto(this.#line, fix.position, heading, ahead);
    const fits = heading !== undefined && isOnRoute(match, fix, roomFor(fix) / 2) && match.astray < 45;
    this.#rejoined = fits ? this.#rejoined + 1 : 0;
    if (this.#rejoined < rejoining) return false;
    this.#joined = true;
    this.#reach(match.distance);
    return true;
  }

  #reach(distance: number): void {
    this.#progress = distance;
    this.#furthest = Math.max(this.#furthest, distance);
    this.#doubt = 0;
    this.#rejoined = 0;
  }
}
