import type { Box, Polygon, Position, Ring } from './world.ts';

/**
 * What of the polygons lies in the box (Sutherland and Hodgman). Where a polygon falls apart, its parts stay joined by
 * lines along the box's edge: fine where the edge is never looked at.
 */
export function clipToBox(polygons: readonly Polygon[], box: Box): Polygon[] {
  return polygons.flatMap((polygon) => {
    const [outer, ...holes] = polygon.map((ring) => clipRing(ring, box));
    return outer === undefined || outer.length < 4 ? [] : [[outer, ...holes.filter((hole) => hole.length > 3)]];
  });
}

function clipRing(ring: Ring, { minX, minY, maxX, maxY }: Box): Ring {
  const sides = [
    { axis: 0, limit: minX, keepsAbove: true },
    { axis: 0, limit: maxX, keepsAbove: false },
    { axis: 1, limit: minY, keepsAbove: true },
    { axis: 1, limit: maxY, keepsAbove: false },
  ] as const;
  let kept: Ring = ring.slice(0, -1);
  for (const { axis, limit, keepsAbove } of sides) {
    const isInside = (position: Position) => (keepsAbove ? position[axis] >= limit : position[axis] <= limit);
    const next: Position[] = [];
    let previous = kept.at(-1);
    for (const position of kept) {
      if (previous !== undefined && isInside(previous) !== isInside(position)) {
        next.push(crossing(previous, position, axis, limit));
      }
      if (isInside(position)) next.push(position);
      previous = position;
    }
    kept = next;
  }
  return kept[0] === undefined ? [] : [...kept, kept[0]];
}

function crossing(a: Position, b: Position, axis: 0 | 1, limit: number): Position {
  const share = (limit - a[axis]) / (b[axis] - a[axis]);
  const other = Math.round(a[(1 - axis) as 0 | 1] + (b[(1 - axis) as 0 | 1] - a[(1 - axis) as 0 | 1]) * share);
  return axis === 0 ? [limit, other] : [other, limit];
}
