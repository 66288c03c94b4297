import type { LongitudeLatitude } from '../../contract/screen/geography.ts';
import { bearingOf, offset, turnBetween } from './geometry.ts';
import { segmentAt, type RouteLine } from './route-line.ts';

/** Where on a route a position belongs. */
export interface Match {
  /** Metres from the route's start. */
  readonly distance: number;
  /** Metres from the position to the route there. */
  readonly away: number;
  /** Degrees between the heading and the road's, 0 to 180; 0 where there is no heading. */
  readonly astray: number;
}

export interface MatchWindow {
  /** Metres from the route's start. */
  readonly from: number;
  readonly to: number;
  /** Where one ought to be by now: of two places as near, the one nearer to it is taken. */
  readonly expected: number;
}

/** Degrees between the heading and a road's up to which they agree. */
const agreeing = 45;
/** Metres that a degree more than that counts: roads that run another way are taken only where nothing else is near. */
const metresPerDegree = 0.5;
/** Metres that a metre from where one ought to be counts. */
const metresPerMetre = 0.1;

/** The place on the route, between `from` and `to`, that a position and its heading fit best. */
export function matchOnto(
  line: RouteLine,
  position: LongitudeLatitude,
  heading: number | undefined,
  window: MatchWindow,
): Match {
  const last = segmentAt(line, Math.min(window.to, line.length));
  let best: Match = { distance: Math.max(0, Math.min(window.expected, line.length)), away: Infinity, astray: 0 };
  let bestCost = Infinity;
  for (let segment = segmentAt(line, Math.max(0, window.from)); segment <= last; segment += 1) {
    const match = ontoSegment(line, segment, position, heading, window);
    const cost =
      match.away +
      Math.max(0, match.astray - agreeing) * metresPerDegree +
      Math.abs(match.distance - window.expected) * metresPerMetre;
    if (cost < bestCost) {
      best = match;
      bestCost = cost;
    }
  }
  return best;
}

function ontoSegment(
  line: RouteLine,
  segment: number,
  position: LongitudeLatitude,
  heading: number | undefined,
  window: MatchWindow,
): Match {
  const from = line.points[segment] ?? position;
  const to = line.points[segment + 1] ?? from;
  const along = offset(from, to);
  const here = offset(from, position);
  const square = along.east ** 2 + along.north ** 2;
  const start = line.distances[segment] ?? 0;
  const length = (line.distances[segment + 1] ?? start) - start;
  const free = square > 0 ? (here.east * along.east + here.north * along.north) / square : 0;
  const clamped = Math.max(0, Math.min(1, free));
  // The window may begin or end within the segment.
  const part =
    length > 0 ? Math.max((window.from - start) / length, Math.min((window.to - start) / length, clamped)) : clamped;
  const bounded = Math.max(0, Math.min(1, part));
  const away = Math.hypot(here.east - along.east * bounded, here.north - along.north * bounded);
  const astray = heading === undefined || square === 0 ? 0 : Math.abs(turnBetween(bearingOf(from, to), heading));
  return { distance: start + length * bounded, away, astray };
}
