import { CodedError } from '../../errors/coded-error.ts';
import {
  headerLength,
  highestZoom,
  tileCompressions,
  tileTypes,
  type ArchiveFacts,
  type TileCompression,
} from './archive-facts.ts';

export interface Section {
  /** Bytes from the start of the file. */
  readonly offset: number;
  readonly length: number;
}

export interface ArchiveHeader extends ArchiveFacts {
  readonly root: Section;
  readonly metadata: Section;
  readonly leaves: Section;
  readonly tiles: Section;
  readonly addressedTiles: number;
  readonly tileEntries: number;
  readonly tileContents: number;
  readonly clustered: boolean;
  /** Of directories and metadata. */
  readonly internalCompression: TileCompression;
  readonly minZoom: number;
  readonly maxZoom: number;
}

const magic = new TextEncoder().encode('PMTiles');
const degrees = 10_000_000;

/** Header → its 127 bytes (PMTiles v3, section 3). */
export function encodeHeader(header: ArchiveHeader): Uint8Array {
  const bytes = new Uint8Array(headerLength);
  const view = new DataView(bytes.buffer);
  const uint64 = (at: number, value: number) => view.setBigUint64(at, BigInt(value), true);
  const coordinate = (at: number, value: number) => view.setInt32(at, Math.round(value * degrees), true);
  bytes.set(magic);
  view.setUint8(7, 3);
  [header.root, header.metadata, header.leaves, header.tiles].forEach(({ offset, length }, index) => {
    uint64(8 + index * 16, offset);
    uint64(16 + index * 16, length);
  });
  uint64(72, header.addressedTiles);
  uint64(80, header.tileEntries);
  uint64(88, header.tileContents);
  view.setUint8(96, header.clustered ? 1 : 0);
  view.setUint8(97, tileCompressions[header.internalCompression]);
  view.setUint8(98, tileCompressions[header.tileCompression]);
  view.setUint8(99, tileTypes[header.tileType]);
  view.setUint8(100, header.minZoom);
  view.setUint8(101, header.maxZoom);
  coordinate(102, header.bounds.west);
  coordinate(106, header.bounds.south);
  coordinate(110, header.bounds.east);
  coordinate(114, header.bounds.north);
  view.setUint8(118, header.centre.zoom);
  coordinate(119, header.centre.longitude);
  coordinate(123, header.centre.latitude);
  return bytes;
}

/**
 * The first 127 bytes of a file of `fileLength` bytes → header.
 *
 * @throws CodedError `map.source-invalid` when they are no PMTiles v3 header, or one that contradicts the file.
 */
export function decodeHeader(bytes: Uint8Array, fileLength: number): ArchiveHeader {
  if (bytes.length < headerLength || magic.some((byte, index) => bytes[index] !== byte) || bytes[7] !== 3) {
    throw invalid('it does not begin like a PMTiles archive of version 3');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, headerLength);
  const uint64 = (at: number): number => {
    const value = view.getBigUint64(at, true);
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw invalid('a length in its header is impossible');
    return Number(value);
  };
  const section = (at: number, name: string): Section => {
    const [offset, length] = [uint64(at), uint64(at + 8)];
    // An absent section may have any offset: writers differ.
    if (length > 0 && (offset < headerLength || offset + length > fileLength)) {
      throw invalid(`its ${name} lie outside the file`);
    }
    return { offset, length };
  };
  const coordinate = (at: number) => view.getInt32(at, true) / degrees;
  const header: ArchiveHeader = {
    root: section(8, 'root directory entries'),
    metadata: section(24, 'metadata'),
    leaves: section(40, 'leaf directories'),
    tiles: section(56, 'tiles'),
    addressedTiles: uint64(72),
    tileEntries: uint64(80),
    tileContents: uint64(88),
    clustered: view.getUint8(96) === 1,
    internalCompression: nameOf(tileCompressions, view.getUint8(97), 'compression'),
    tileCompression: nameOf(tileCompressions, view.getUint8(98), 'tile compression'),
    tileType: nameOf(tileTypes, view.getUint8(99), 'kind of tile'),
    minZoom: view.getUint8(100),
    maxZoom: view.getUint8(101),
    bounds: { west: coordinate(102), south: coordinate(106), east: coordinate(110), north: coordinate(114) },
    centre: { zoom: view.getUint8(118), longitude: coordinate(119), latitude: coordinate(123) },
  };
  checkPlausible(header);
  return header;
}

function checkPlausible({ minZoom, maxZoom, bounds, root, tiles }: ArchiveHeader): void {
  if (minZoom > maxZoom || maxZoom > highestZoom) throw invalid('its zooms are impossible');
  const inRange = bounds.west >= -180 && bounds.east <= 180 && bounds.south >= -90 && bounds.north <= 90;
  if (!inRange || bounds.west >= bounds.east || bounds.south >= bounds.north)
    throw invalid('its bounds are impossible');
  if (root.length === 0 || tiles.length === 0) throw invalid('it holds no tiles');
}

function nameOf<Name extends string>(table: Readonly<Record<Name, number>>, value: number, what: string): Name {
  for (const name in table) if (table[name] === value) return name;
  throw invalid(`its ${what} (${value}) is not known here`);
}

function invalid(why: string): CodedError {
  return new CodedError('map.source-invalid', { detail: `the file cannot be read as a map archive: ${why}` });
}
