import { CodedError } from '../../../src/errors/coded-error.ts';
import type { ArchiveFacts, Bounds, Centre, TileType } from '../../../src/maps/pmtiles/archive-facts.ts';

/** The rows of an MBTiles archive's metadata table. */
export type MbtilesMetadata = ReadonlyMap<string, string>;

const tileTypeOf: Readonly<Record<string, TileType>> = {
  pbf: 'mvt',
  'application/vnd.mapbox-vector-tile': 'mvt',
  png: 'png',
  'image/png': 'png',
  jpg: 'jpeg',
  jpeg: 'jpeg',
  'image/jpeg': 'jpeg',
  webp: 'webp',
  'image/webp': 'webp',
};

const wholeWorld: Bounds = { west: -180, south: -85.0511288, east: 180, north: 85.0511288 };

/**
 * MBTiles 1.3, section "Metadata" → the header of the PMTiles archive. Bounds and centre are optional there.
 *
 * @throws CodedError `map.source-invalid` for kinds of tiles that terminals cannot show, and impossible bounds.
 */
export function factsOfMbtiles(metadata: MbtilesMetadata): ArchiveFacts {
  const format = metadata.get('format') ?? '';
  const tileType = tileTypeOf[format];
  if (tileType === undefined) {
    throw new CodedError('map.source-invalid', { detail: `MBTiles with tiles of format "${format.slice(0, 40)}"` });
  }
  const bounds = boundsOf(metadata.get('bounds'));
  return {
    tileType,
    tileCompression: tileType === 'mvt' ? 'gzip' : 'none',
    bounds,
    centre: centreOf(metadata.get('center'), bounds),
  };
}

function boundsOf(text: string | undefined): Bounds {
  if (text === undefined) return wholeWorld;
  const [west = NaN, south = NaN, east = NaN, north = NaN, ...others] = numbersOf(text);
  const inRange = west >= -180 && east <= 180 && south >= -90 && north <= 90;
  if (others.length > 0 || !inRange || !(west < east) || !(south < north)) {
    throw new CodedError('map.source-invalid', { detail: 'the MBTiles archive has impossible bounds' });
  }
  return { west, south, east, north };
}

function centreOf(text: string | undefined, { west, south, east, north }: Bounds): Centre {
  const [longitude = NaN, latitude = NaN, zoom = NaN] = text === undefined ? [] : numbersOf(text);
  const isPlace = Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90 && zoom >= 0 && zoom <= 22;
  if (isPlace) return { longitude, latitude, zoom: Math.floor(zoom) };
  // The zoom at which the bounds are about two tiles wide.
  const fitting = Math.floor(Math.log2((360 / (east - west)) * 2));
  return {
    longitude: (west + east) / 2,
    latitude: (south + north) / 2,
    zoom: Math.min(Math.max(fitting, 0), 22),
  };
}

function numbersOf(text: string): number[] {
  return text.slice(0, 400).split(',').map(Number);
}

/** Everything the archive says of itself; the layers stand in a JSON text of their own there. */
export function metadataForPmtiles(metadata: MbtilesMetadata): Record<string, unknown> {
  const { json, ...plain } = Object.fromEntries(metadata);
  const inner = json === undefined ? {} : parseObject(json);
  return { ...inner, ...plain };
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (error) {
    throw new CodedError('map.source-invalid', { detail: 'the MBTiles metadata has broken JSON', cause: error });
  }
  throw new CodedError('map.source-invalid', { detail: 'the MBTiles metadata has JSON that is no object' });
}
