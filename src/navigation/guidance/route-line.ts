import type { LongitudeLatitude } from '../../contract/screen/geography.ts';
import type { Route, RouteStretch } from '../route.ts';
import { bearingOf, between, metresBetween } from './geometry.ts';

/** A route as one line, with what is needed to tell where on it one is. */
export interface RouteLine {
  readonly points: readonly LongitudeLatitude[];
  /** Metres from the start to each point, by the lengths of the stretches. */
  readonly distances: readonly number[];
  readonly stretches: readonly RouteStretch[];
  /** Index of each stretch's first point; one more, of the last point of all. */
  readonly starts: readonly number[];
  /** Seconds from the start to the beginning of each stretch; one more, of the whole. */
  readonly seconds: readonly number[];
  /** Metres. */
  readonly length: number;
}

/** Joins the stretches' lines; where two meet, there is one point. */
export function routeLine(route: Route): RouteLine {
  const points: LongitudeLatitude[] = [];
  const distances: number[] = [];
  const starts: number[] = [];
  const seconds: number[] = [0];
  let travelled = 0;
  for (const stretch of route.stretches) {
    const { line, length } = stretch;
    const drawn = lengthOf(line);
    if (points.length === 0) {
      points.push(line[0] ?? [0, 0]);
      distances.push(0);
    }
    starts.push(points.length - 1);
    let along = 0;
    for (let index = 1; index < line.length; index += 1) {
      along += step(line, index);
      points.push(line[index] ?? [0, 0]);
      // Where the line has no length, the whole stretch lies in its last step.
      const part = drawn > 0 ? along / drawn : index === line.length - 1 ? 1 : 0;
      distances.push(travelled + length * part);
    }
    travelled += length;
    distances[distances.length - 1] = travelled;
    seconds.push((seconds[seconds.length - 1] ?? 0) + stretch.duration);
  }
  starts.push(Math.max(0, points.length - 1));
  return { points, distances, stretches: route.stretches, starts, seconds, length: travelled };
}

function lengthOf(line: readonly LongitudeLatitude[]): number {
  let sum = 0;
  for (let index = 1; index < line.length; index += 1) sum += step(line, index);
  return sum;
}

function step(line: readonly LongitudeLatitude[], index: number): number {
  const from = line[index - 1];
  const to = line[index];
  return from === undefined || to === undefined ? 0 : metresBetween(from, to);
}

/** The last index of a rising list whose value is at most `value`; 0 where there is none. */
export function lastAtMost(rising: readonly number[], value: number): number {
  let low = 0;
  let high = rising.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((rising[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Index of the segment (from its first point) that holds the place so many metres from the start. */
export function segmentAt(line: RouteLine, distance: number): number {
  return Math.max(0, Math.min(lastAtMost(line.distances, distance), line.points.length - 2));
}

/** Index of the stretch that a segment belongs to. */
export function stretchOf(line: RouteLine, segment: number): number {
  return Math.max(0, Math.min(lastAtMost(line.starts, segment), line.stretches.length - 1));
}

/** Where one is after so many metres, and which way the road goes there. */
export function placeAt(line: RouteLine, distance: number): { position: LongitudeLatitude; heading: number } {
  const segment = segmentAt(line, distance);
  const from = line.points[segment] ?? [0, 0];
  const to = line.points[segment + 1] ?? from;
  const start = line.distances[segment] ?? 0;
  const length = (line.distances[segment + 1] ?? start) - start;
  const part = length > 0 ? Math.max(0, Math.min(1, (distance - start) / length)) : 0;
  return { position: between(from, to, part), heading: bearingOf(from, to) };
}

/** Seconds from a place on the route to its end, at the roads' speeds. @param distance metres from the start */
export function durationLeft(line: RouteLine, distance: number): number {
  const index = stretchOf(line, segmentAt(line, distance));
  const start = line.distances[line.starts[index] ?? 0] ?? 0;
  const stretch = line.stretches[index];
  if (stretch === undefined) return 0;
  const done = stretch.length > 0 ? Math.max(0, Math.min(1, (distance - start) / stretch.length)) : 1;
  const total = line.seconds[line.seconds.length - 1] ?? 0;
  return Math.max(0, total - (line.seconds[index] ?? 0) - stretch.duration * done);
}
