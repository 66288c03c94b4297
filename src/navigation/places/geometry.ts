import type { LongitudeLatitude } from '../../contract/screen/geography.ts';

/** Positions in the index are whole millionths of a degree: eleven centimetres at most. */
export const unitsPerDegree = 1e6;
const metresPerUnit = 40_007_863 / 360 / unitsPerDegree;

/** Millionths of a degree. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export function toPoint([longitude, latitude]: LongitudeLatitude): Point {
  return { x: Math.round(longitude * unitsPerDegree), y: Math.round(latitude * unitsPerDegree) };
}

export function toPosition({ x, y }: Point): LongitudeLatitude {
  return [x / unitsPerDegree, y / unitsPerDegree];
}

/** Metres in one unit along each axis, near a latitude. */
export function scaleAt(y: number): { readonly east: number; readonly north: number } {
  const radians = (y / unitsPerDegree) * (Math.PI / 180);
  return { east: metresPerUnit * Math.cos(radians), north: metresPerUnit };
}

/** Metres between two points of one region: as on a plane, which errs by less than a thousandth within 100 km. */
export function distanceBetween(a: Point, b: Point): number {
  const { east, north } = scaleAt((a.y + b.y) / 2);
  return Math.hypot((a.x - b.x) * east, (a.y - b.y) * north);
}

/** Metres from a point to a segment, and the point of the segment that is nearest. */
export function nearestOnSegment(point: Point, from: Point, to: Point): { distance: number; at: Point } {
  const { east, north } = scaleAt(point.y);
  const [dx, dy] = [(to.x - from.x) * east, (to.y - from.y) * north];
  const [px, py] = [(point.x - from.x) * east, (point.y - from.y) * north];
  const squared = dx * dx + dy * dy;
  const share = squared === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / squared));
  const at = { x: Math.round(from.x + (to.x - from.x) * share), y: Math.round(from.y + (to.y - from.y) * share) };
  return { distance: distanceBetween(point, at), at };
}

/** Metres from a point to a box; 0 inside it. */
export function distanceToBox(point: Point, west: number, south: number, east: number, north: number): number {
  const nearest = { x: Math.min(Math.max(point.x, west), east), y: Math.min(Math.max(point.y, south), north) };
  return distanceBetween(point, nearest);
}
