import type { TileCoordinates } from '../../src/maps/pmtiles/writer.ts';
import type { Polygon } from '../geometry/world.ts';
import { cleanPolygon, ringArea, type TilePosition } from './clean-geometry.ts';
import { createIndex, toGeoJsonRings } from './feature-index.ts';
import type { TileFeature } from './tile-features.ts';
import { tileExtent, tileMargin } from './tile-grid.ts';

/** Land for some zooms: coarse for small ones, fine for large ones. */
export interface LandBand {
  readonly minZoom: number;
  readonly maxZoom: number;
  readonly land: readonly Polygon[];
}

export interface SeaIndex {
  /** The sea in a tile: everything that is not land; empty inland. */
  seaIn(tile: TileCoordinates): TileFeature[];
}

/** The sea's outline reaches further out than the land is cut, so that no hole touches it. */
const seaMargin = tileMargin + 16;

/**
 * The sea as the rest of the land, tile by tile: the tile's square with the land for holes. Nothing is subtracted from
 * anything, so nothing can fail on the world's 400,000 shore positions, and the sliver beyond the margin is never drawn.
 */
export function indexSea(bands: readonly LandBand[], maxZoom: number): SeaIndex {
  const indexes = bands.map(({ land, ...zooms }) => ({
    ...zooms,
    index: createIndex(
      land.map((polygon) => ({
        type: 'Feature',
        properties: {},
        geometry: { type: 'Polygon', coordinates: toGeoJsonRings(polygon) },
      })),
      maxZoom,
    ),
  }));
  return {
    seaIn({ z, x, y }) {
      const band = indexes.find((entry) => entry.minZoom <= z && z <= entry.maxZoom);
      if (band === undefined) return [];
      const land = (band.index.getTileRaw(z, x, y)?.features ?? []).flatMap((feature) =>
        feature.type === 3 ? [cleanPolygon(feature.geometry)] : [],
      );
      const shores = land.flatMap((rings) => rings.slice(0, 1));
      const lakes = land.flatMap((rings) => rings.slice(1));
      const sea = shores.some(coversTile) ? [] : [[outline(), ...shores.map(turned)]];
      const rings = [...sea, ...lakes.map((lake) => [turned(lake)])].flat();
      return rings.length === 0 ? [] : [{ rank: 0, tags: { class: 'ocean' }, shape: { type: 3, rings } }];
    },
  };
}

function outline(): TilePosition[] {
  const [near, far] = [-seaMargin, tileExtent + seaMargin];
  return [
    [near, near],
    [far, near],
    [far, far],
    [near, far],
  ];
}

function turned(ring: readonly TilePosition[]): TilePosition[] {
  return ring.toReversed();
}

function coversTile(ring: readonly TilePosition[]): boolean {
  return ringArea(ring) >= (tileExtent + 2 * tileMargin) ** 2;
}
