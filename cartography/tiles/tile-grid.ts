import { tileIdOf, type TileCoordinates } from '../../src/maps/pmtiles/writer.ts';
import { worldSize, type Box } from '../geometry/world.ts';

/** Coordinates in a tile: 4096 units a side (MVT 2.1, section 4.1), and a margin on each side for wide lines. */
export const tileExtent = 4096;
export const tileMargin = 64;

/** The tiles that a box touches at these zooms, in the order in which an archive keeps them. */
export function tilesOver(box: Box, minZoom: number, maxZoom: number): TileCoordinates[] {
  const tiles: TileCoordinates[] = [];
  for (let z = minZoom; z <= maxZoom; z++) {
    const size = worldSize / 2 ** z;
    const last = (end: number) => Math.min(Math.ceil(end / size), 2 ** z) - 1;
    for (let x = Math.floor(box.minX / size); x <= last(box.maxX); x++) {
      for (let y = Math.floor(box.minY / size); y <= last(box.maxY); y++) tiles.push({ z, x, y });
    }
  }
  return tiles.toSorted((a, b) => tileIdOf(a) - tileIdOf(b));
}
