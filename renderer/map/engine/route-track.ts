import type { LongitudeLatitude } from '../../../src/contract/screen/geography.ts';
import { bearingOf, between, metresBetween } from '../../../src/navigation/guidance/geometry.ts';

/** A route's line with the metres to each of its points. */
export interface RouteTrack {
  readonly line: readonly LongitudeLatitude[];
  /** Metres from the start to each point. */
  readonly distances: Float64Array;
  readonly length: number;
}

/** Points of one piece: drawing cuts only the piece that the vehicle is on anew. */
const piecePoints = 128;

export function trackOf(line: readonly LongitudeLatitude[]): RouteTrack {
  const distances = new Float64Array(line.length);
  let travelled = 0;
  for (let index = 1; index < line.length; index += 1) {
    const [from, to] = [line[index - 1], line[index]];
    if (from !== undefined && to !== undefined) travelled += metresBetween(from, to);
    distances[index] = travelled;
  }
  return { line, distances, length: travelled };
}

/** Index of the last point that lies at most so many metres from the start. */
export function pointBefore({ distances }: RouteTrack, metres: number): number {
  let low = 0;
  let high = distances.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((distances[middle] ?? 0) <= metres) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Where one is after so many metres, and which way the line goes there. */
export function alongTrack(track: RouteTrack, metres: number): { position: LongitudeLatitude; bearing: number } {
  const index = Math.min(pointBefore(track, metres), Math.max(0, track.line.length - 2));
  const from = track.line[index] ?? [0, 0];
  const to = track.line[index + 1] ?? from;
  const start = track.distances[index] ?? 0;
  const length = (track.distances[index + 1] ?? start) - start;
  const part = length > 0 ? Math.min(1, Math.max(0, (metres - start) / length)) : 0;
  return { position: between(from, to, part), bearing: bearingOf(from, to) };
}

/** The line from one distance to another, with the points where it is cut; empty where there is nothing between. */
export function cutTrack(track: RouteTrack, from: number, to: number): LongitudeLatitude[] {
  const [start, end] = [Math.max(0, from), Math.min(track.length, to)];
  if (!(end > start)) return [];
  const first = pointBefore(track, start) + 1;
  const last = pointBefore(track, end);
  const inner = track.line.slice(first, last + 1).filter((_, index) => {
    const at = track.distances[first + index] ?? 0;
    return at > start && at < end;
  });
  return [alongTrack(track, start).position, ...inner, alongTrack(track, end).position];
}

export interface TrackPiece {
  readonly line: readonly LongitudeLatitude[];
  /** Metres from the route's start. */
  readonly from: number;
  readonly to: number;
}

/** The whole route in pieces, each beginning where the one before ends. */
export function piecesOf(track: RouteTrack): TrackPiece[] {
  const pieces: TrackPiece[] = [];
  for (let first = 0; first + 1 < track.line.length; first += piecePoints) {
    const last = Math.min(first + piecePoints, track.line.length - 1);
    pieces.push({
      line: track.line.slice(first, last + 1),
      from: track.distances[first] ?? 0,
      to: track.distances[last] ?? 0,
    });
  }
  return pieces;
}

/** Index of the piece that a distance lies on; -1 where there is none. */
export function pieceAt(pieces: readonly TrackPiece[], metres: number): number {
  const found = pieces.findIndex(({ to }) => metres < to);
  return found === -1 ? pieces.length - 1 : found;
}

/**
 * The place of the line nearest to a position, looked for around where one was.
 * @param around metres from the start
 * @param reach metres before and after it
 * @returns metres from the start, and metres that the position lies off the line
 */
export function nearestOnTrack(
  track: RouteTrack,
  position: LongitudeLatitude,
  around: number,
  reach: number,
): { metres: number; off: number } | undefined {
  const last = Math.min(track.line.length - 2, pointBefore(track, around + reach));
  let best: { metres: number; off: number } | undefined;
  for (let index = pointBefore(track, Math.max(0, around - reach)); index <= last; index += 1) {
    const [from, to] = [track.line[index], track.line[index + 1]];
    if (from === undefined || to === undefined) continue;
    const part = partAlong(from, to, position);
    const off = metresBetween(between(from, to, part), position);
    if (best !== undefined && best.off <= off) continue;
    const start = track.distances[index] ?? 0;
    best = { metres: start + part * ((track.distances[index + 1] ?? start) - start), off };
  }
  return best;
}

/** How far along the segment the foot of the position lies, 0 to 1; flat, which is exact enough for a segment. */
function partAlong(from: LongitudeLatitude, to: LongitudeLatitude, position: LongitudeLatitude): number {
  const shrink = Math.cos((from[1] * Math.PI) / 180);
  const [east, north] = [(to[0] - from[0]) * shrink, to[1] - from[1]];
  const square = east * east + north * north;
  if (square === 0) return 0;
  const along = (position[0] - from[0]) * shrink * east + (position[1] - from[1]) * north;
  return Math.min(1, Math.max(0, along / square));
}
