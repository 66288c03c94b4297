import polygonClipping, { type MultiPolygon, type Polygon as ClippingPolygon } from 'polygon-clipping';
import { boxOf, type Polygon, type Ring } from './world.ts';

/** The union of polygons that overlap or share edges; what is apart stays apart. */
export function mergePolygons(polygons: readonly Polygon[]): Polygon[] {
  return combine(polygons, (shift) => polygonClipping.union(polygons.map(shift)));
}

/** What of `polygons` lies outside all of `others`. */
export function subtractPolygons(polygons: readonly Polygon[], others: readonly Polygon[]): Polygon[] {
  return combine(polygons, (shift) => polygonClipping.difference(polygons.map(shift), others.map(shift)));
}

/** Even-odd: a ring that stands in no other is an outline, one within one other a hole, and so on inwards. */
export function polygonsOfRings(rings: readonly Ring[]): Polygon[] {
  const polygons = rings.map((ring) => [ring]);
  return combine(polygons, (shift) => polygonClipping.xor([], ...polygons.map(shift)));
}

type Shift = (polygon: Polygon) => ClippingPolygon;

/** Works near the origin, so that products of coordinates stay exact. */
function combine(polygons: readonly Polygon[], operation: (shift: Shift) => MultiPolygon): Polygon[] {
  if (polygons.length === 0) return [];
  const { minX, minY } = boxOf(polygons.flat());
  const result = operation((polygon) => polygon.map((ring) => ring.map(([x, y]) => [x - minX, y - minY])));
  return result.map((polygon) =>
    polygon.map((ring) => ring.map(([x, y]) => [Math.round(x + minX), Math.round(y + minY)] as const)),
  );
}
