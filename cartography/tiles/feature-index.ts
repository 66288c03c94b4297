import GeoJSONVT, { type RawFeature } from 'geojson-vt';
import type { Feature, Geometry, Position } from 'geojson';
import type { TileCoordinates } from '../../src/maps/pmtiles/writer.ts';
import { toLongitudeLatitude, type Line, type Polygon } from '../geometry/world.ts';
import type { LayerName, MapFeature, MapTags } from '../schema/map-feature.ts';
import { cleanLine, cleanPolygon } from './clean-geometry.ts';
import type { TileFeature } from './tile-features.ts';
import { tileExtent, tileMargin } from './tile-grid.ts';

/** Units of a tile by which lines may be straightened below the highest zoom: 0.4 pixels at 512 a tile. */
const tolerance = 3;

export interface FeatureIndex {
  /** What a layer shows in a tile; empty when nothing. */
  featuresIn(layer: LayerName, tile: TileCoordinates): TileFeature[];
}

/** Cuts features into tiles by geojson-vt, one index for all features that share a layer and its zooms. */
export function indexFeatures(features: readonly MapFeature[], maxZoom: number): FeatureIndex {
  const groups = Map.groupBy(features, ({ layer, minZoom, maxZoom: last }) => `${layer}/${minZoom}/${last}`);
  const indexes = [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const index = createIndex(group.flatMap(toGeoJson), maxZoom);
    return [{ layer: first.layer, minZoom: first.minZoom, maxZoom: first.maxZoom, index }];
  });
  return {
    featuresIn(layer, { z, x, y }) {
      return indexes
        .filter((entry) => entry.layer === layer && entry.minZoom <= z && z <= entry.maxZoom)
        .flatMap(({ index }) => index.getTileRaw(z, x, y)?.features ?? [])
        .flatMap(toTileFeature);
    },
  };
}

export function createIndex(features: readonly Feature[], maxZoom: number): GeoJSONVT {
  return new GeoJSONVT(
    { type: 'FeatureCollection', features: [...features] },
    { maxZoom, tolerance, extent: tileExtent, buffer: tileMargin, indexMaxZoom: 0 },
  );
}

interface IndexTags {
  readonly rank: number;
  readonly tags: MapTags;
}

/** One polygon or line each: so the first ring of what comes back is always an outer one. */
function toGeoJson({ shape, tags, rank, id }: MapFeature): Feature[] {
  const properties: IndexTags = { rank, tags };
  const feature = (geometry: Geometry): Feature => ({
    type: 'Feature',
    geometry,
    properties,
    ...(id === undefined ? {} : { id }),
  });
  switch (shape.kind) {
    case 'point':
      return [feature({ type: 'Point', coordinates: toLongitudeLatitude(shape.position) })];
    case 'line':
      return shape.lines.map((line) => feature({ type: 'LineString', coordinates: toGeoJsonLine(line) }));
    case 'area':
      return shape.polygons.map((polygon) => feature({ type: 'Polygon', coordinates: toGeoJsonRings(polygon) }));
  }
}

export function toGeoJsonRings(polygon: Polygon): Position[][] {
  return polygon.map(toGeoJsonLine);
}

function toGeoJsonLine(line: Line): Position[] {
  return line.map(toLongitudeLatitude);
}

function toTileFeature(raw: RawFeature): TileFeature[] {
  const { rank, tags } = raw.tags as unknown as IndexTags;
  const common = { rank, tags, ...(raw.id === undefined ? {} : { id: Number(raw.id) }) };
  switch (raw.type) {
    case 4:
      // A point in the margin stands in the neighbouring tile; there alone it is drawn, once.
      return isInTile(raw.x) && isInTile(raw.y) ? [{ ...common, shape: { type: 1, positions: [[raw.x, raw.y]] } }] : [];
    case 1:
      return [];
    case 2: {
      const lines = cleanLines(raw.geometry);
      return lines.length === 0 ? [] : [{ ...common, shape: { type: 2, lines } }];
    }
    case 3: {
      const rings = cleanPolygon(raw.geometry);
      return rings.length === 0 ? [] : [{ ...common, shape: { type: 3, rings } }];
    }
  }
}

function cleanLines(lines: readonly ArrayLike<number>[]) {
  return lines.flatMap((line) => {
    const cleaned = cleanLine(line);
    return cleaned === undefined ? [] : [cleaned];
  });
}

function isInTile(value: number): boolean {
  return value >= 0 && value < tileExtent;
}
