import { polygonArea } from '../geometry/rings.ts';
import { worldSize, type Polygon } from '../geometry/world.ts';
import { highestTileZoom } from './map-feature.ts';

/** Pixels across the world at zoom 0: tiles are drawn at 512. */
const worldPixels = 512;

/** The first zoom at which polygons of this area are at least `pixels` wide (as a square), at most the highest. */
export function zoomForSize(polygons: readonly Polygon[], pixels: number): number {
  const side = Math.sqrt(polygons.reduce((area, polygon) => area + polygonArea(polygon), 0));
  if (side <= 0) return highestTileZoom;
  const zoom = Math.ceil(Math.log2((pixels * worldSize) / (side * worldPixels)));
  return Math.min(Math.max(zoom, 0), highestTileZoom);
}
