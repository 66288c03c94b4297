import { unitsPerDegree, type Point } from '../../src/navigation/places/geometry.ts';
import { labelPosition } from '../geometry/rings.ts';
import { toLongitudeLatitude, type Position } from '../geometry/world.ts';
import type { OsmFeature } from '../sources/osm-feature.ts';

/** World units as the millionths of a degree of the index. */
export function pointOf(position: Position): Point {
  const [longitude, latitude] = toLongitudeLatitude(position);
  return { x: Math.round(longitude * unitsPerDegree), y: Math.round(latitude * unitsPerDegree) };
}

/** Where something stands that is no line. */
export function positionOf(osm: OsmFeature): Position | undefined {
  if (osm.kind === 'line') return undefined;
  return osm.kind === 'point' ? osm.position : labelPosition(osm.polygons[0] ?? []);
}
