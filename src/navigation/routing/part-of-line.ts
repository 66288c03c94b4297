import type { LongitudeLatitude } from '../../contract/screen/geography.ts';
import { metresBetween } from '../road-graph/measure.ts';
import type { RoadGraph } from '../road-graph/road-graph.ts';

/** The line of an arc, in its direction, from one share of its length to another; two points at least. */
export function partOfLine(graph: RoadGraph, arc: number, begin: number, end: number): LongitudeLatitude[] {
  const points = pointsOf(graph, arc);
  const whole = graph.length[arc >> 1] ?? 0;
  const [first, last] = [begin * whole, end * whole];
  const line = [begin === 0 ? points[0] : pointAt(points, first)];
  let gone = 0;
  points.forEach((point, index) => {
    const previous = points[index - 1];
    if (previous === undefined) return;
    gone += metresBetween(...previous, ...point);
    if (gone > first + touching && gone < last - touching) line.push(point);
  });
  line.push(end === 1 ? points.at(-1) : pointAt(points, last));
  return line.flatMap((point) => (point === undefined ? [] : [degrees(point)]));
}

/** Metres below which two points are one. */
const touching = 0.001;

function pointAt(points: readonly Point[], metres: number): Point | undefined {
  let gone = 0;
  for (const [index, point] of points.entries()) {
    const previous = points[index - 1];
    if (previous === undefined) continue;
    const step = metresBetween(...previous, ...point);
    if (gone + step >= metres) return between(previous, point, step === 0 ? 0 : (metres - gone) / step);
    gone += step;
  }
  return points.at(-1);
}

type Point = readonly [longitude: number, latitude: number];

function pointsOf({ points, firstPoint }: RoadGraph, arc: number): Point[] {
  const [first, end] = [firstPoint[arc >> 1] ?? 0, firstPoint[(arc >> 1) + 1] ?? 0];
  return Array.from({ length: end - first }, (_, index) => {
    const at = (arc & 1) === 0 ? first + index : end - 1 - index;
    return [points[2 * at] ?? 0, points[2 * at + 1] ?? 0];
  });
}

function between(a: Point, b: Point, share: number): Point {
  const part = Math.min(1, Math.max(0, share));
  return [a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])];
}

const degrees = ([longitude, latitude]: Point): LongitudeLatitude => [longitude / 1e7, latitude / 1e7];
