import type { Fix } from '../../contract/screen/route.ts';
import type { Match } from './match.ts';

/** Metres from the line that roads are wide and maps are off, to which a position's own radius is added. */
const roadRoom = 35;
const mostRoom = 60;
/** Metres a second from which a heading is trusted. */
const headingSpeed = 3;
/** Degrees between the heading and the road's from which one drives another way. */
const wrongWay = 75;
/** Metres a second under which one stands, and the position merely wanders. */
const standing = 1;
/** Seconds, weighted by how clear it is, after which the route counts as left. */
const patience = 6;
/** Seconds: after a gap without positions, one position alone does not tell. */
const longestStep = 3;

/** Metres from the route within which a position belongs to it. */
export function roomFor(fix: Fix): number {
  return Math.min(mostRoom, roadRoom + (fix.accuracy ?? 0));
}

/** The heading, where the speed is enough for it to mean something. */
export function trustedHeading(fix: Fix): number | undefined {
  return fix.speed >= headingSpeed ? fix.heading : undefined;
}

export function isOnRoute(match: Match, fix: Fix, room = roomFor(fix)): boolean {
  return match.away <= room && match.astray <= wrongWay;
}

/**
 * How much a position off the route adds to the doubt, in seconds; where the doubt reaches `patience`, the route is left.
 * @param elapsed seconds since the position before
 */
export function doubtOf(match: Match, fix: Fix, elapsed: number): number {
  const far = match.away > roomFor(fix);
  const astray = match.astray > wrongWay;
  const seconds = Math.min(elapsed, longestStep);
  if (match.away > mostRoom) return seconds * (astray ? 2 : 1.5);
  if (fix.speed < standing) return 0;
  return seconds * (far && astray ? 2 : far ? 1 : 0.8);
}

export const isLeft = (doubt: number) => doubt >= patience;
