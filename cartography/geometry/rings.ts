import type { Polygon, Position, Ring } from './world.ts';

/** Twice the area stays out: square units, positive for rings that run clockwise on screen (y downwards). */
export function signedArea(ring: Ring): number {
  const origin = ring[0];
  if (origin === undefined) return 0;
  let doubled = 0;
  let [previousX, previousY] = [0, 0];
  for (const [x, y] of ring) {
    // Relative to the first position: products of whole coordinates would exceed 2^53.
    const [nextX, nextY] = [x - origin[0], y - origin[1]];
    doubled += previousX * nextY - nextX * previousY;
    [previousX, previousY] = [nextX, nextY];
  }
  return doubled / 2;
}

export function polygonArea(polygon: Polygon): number {
  return polygon.reduce((area, ring, index) => area + Math.abs(signedArea(ring)) * (index === 0 ? 1 : -1), 0);
}

/** Even-odd, over all rings together: a position in a hole is outside. */
export function contains(rings: readonly Ring[], [x, y]: Position): boolean {
  let inside = false;
  for (const ring of rings) {
    for (let index = 1; index < ring.length; index++) {
      const [ax, ay] = ring[index - 1] as Position;
      const [bx, by] = ring[index] as Position;
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    }
  }
  return inside;
}

/**
 * A place for a label: in the middle of the widest stretch of the polygon along a few horizontal lines, and so always
 * inside it, which a centroid is not.
 */
export function labelPosition(polygon: Polygon): Position {
  const outer = polygon[0] ?? [];
  const ys = outer.map(([, y]) => y);
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  let best: Position = outer[0] ?? [0, 0];
  let bestScore = 0;
  for (const share of [0.5, 0.45, 0.55, 0.4, 0.6, 0.33, 0.67]) {
    const y = top + (bottom - top) * share;
    const crossings = crossingsAt(polygon, y);
    for (let index = 1; index < crossings.length; index += 2) {
      const [west, east] = [crossings[index - 1] ?? 0, crossings[index] ?? 0];
      // The middle lines win ties: a label there reads as the name of the whole.
      const score = (east - west) * (1 - Math.abs(share - 0.5));
      if (score > bestScore) {
        bestScore = score;
        best = [Math.round((west + east) / 2), Math.round(y)];
      }
    }
  }
  return best;
}

function crossingsAt(polygon: Polygon, y: number): number[] {
  const crossings: number[] = [];
  for (const ring of polygon) {
    for (let index = 1; index < ring.length; index++) {
      const [ax, ay] = ring[index - 1] as Position;
      const [bx, by] = ring[index] as Position;
      if (ay > y !== by > y) crossings.push(((bx - ax) * (y - ay)) / (by - ay) + ax);
    }
  }
  return crossings.toSorted((a, b) => a - b);
}
