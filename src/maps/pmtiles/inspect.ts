import { CodedError } from '../../errors/coded-error.ts';
import { headAreaLength, headerLength, type Bounds, type Centre, type TileType } from './archive-facts.ts';
import { decodeDirectory } from './directory.ts';
import { gunzip } from './gzip.ts';
import { decodeHeader, type ArchiveHeader, type Section } from './header.ts';

/** A map archive somewhere: on disk, behind HTTP, or in memory. */
export interface ByteSource {
  /** Length of the whole in bytes. */
  readonly length: number;
  /** Exactly `length` bytes from `offset`; fewer where the source ends. */
  getBytes(offset: number, length: number): Promise<Uint8Array>;
}

export interface RegionFacts {
  readonly tileType: TileType;
  readonly minZoom: number;
  readonly maxZoom: number;
  readonly bounds: Bounds;
  readonly centre: Centre;
  /** Who must be named wherever the map is shown; empty when the archive does not say. */
  readonly attribution: string;
  /** SPDX identifier of the data's licence; empty when the archive does not say. */
  readonly licence: string;
  readonly name: string;
  readonly version: string;
  /** Layers of vector tiles by id; empty for pictures. */
  readonly layers: readonly string[];
  readonly addressedTiles: number;
  /** Bytes of the whole archive. */
  readonly length: number;
}

const metadataCeiling = 1 << 20;
const unpackedCeiling = 8 << 20;
const textCeiling = 2_000;

/**
 * Reads the header, the root directory and the metadata of a PMTiles v3 archive, and checks them against each other.
 *
 * @throws CodedError `map.source-invalid` when the source is not such an archive, is cut short, or is packed in a way
 * that terminals do not read (Brotli, Zstandard).
 */
export async function inspectPmtiles(source: ByteSource): Promise<RegionFacts> {
  const header = decodeHeader(await source.getBytes(0, Math.min(headerLength, source.length)), source.length);
  if (header.root.offset + header.root.length > headAreaLength) throw invalid('its root directory is too long');
  if (header.metadata.length > metadataCeiling) throw invalid('its metadata is too long');
  checkRoot(header, await unpack(source, header, header.root));
  const metadata = header.metadata.length === 0 ? {} : parse(await unpack(source, header, header.metadata));
  return {
    tileType: header.tileType,
    minZoom: header.minZoom,
    maxZoom: header.maxZoom,
    bounds: header.bounds,
    centre: header.centre,
    attribution: text(metadata['attribution']),
    licence: text(metadata['license']),
    name: text(metadata['name']),
    version: text(metadata['version']),
    layers: layersOf(metadata['vector_layers']),
    addressedTiles: header.addressedTiles,
    length: source.length,
  };
}

function checkRoot(header: ArchiveHeader, bytes: Uint8Array): void {
  const entries = decodeDirectory(bytes);
  if (entries.length === 0) throw invalid('its root directory is empty');
  for (const { offset, length, runLength } of entries) {
    const section = runLength === 0 ? header.leaves : header.tiles;
    if (offset + length > section.length) throw invalid('its root directory points outside the file');
  }
}

async function unpack(source: ByteSource, header: ArchiveHeader, { offset, length }: Section): Promise<Uint8Array> {
  const bytes = await source.getBytes(offset, length);
  if (bytes.length !== length) throw invalid('it is cut short');
  if (header.internalCompression === 'none') return bytes;
  if (header.internalCompression === 'gzip') return gunzip(bytes, unpackedCeiling);
  throw invalid(`it is packed with ${header.internalCompression}, which terminals do not read`);
}

function parse(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw new CodedError('map.source-invalid', { detail: 'the metadata of the map archive is no JSON', cause: error });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid('its metadata is no object');
  return value as Record<string, unknown>;
}

function layersOf(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, 200).flatMap((layer: unknown) => {
    const id = typeof layer === 'object' && layer !== null && 'id' in layer ? text(layer.id) : '';
    return id === '' ? [] : [id];
  });
}

/** Other tools put HTML into attributions; the tags go, the words stay. */
function text(value: unknown): string {
  if (typeof value !== 'string') return '';
  return value
    .slice(0, textCeiling)
    .replace(/<[^>]*>/gu, '')
    .replace(/\p{Cc}/gu, ' ')
    .trim();
}

function invalid(why: string): CodedError {
  return new CodedError('map.source-invalid', { detail: `the file cannot be read as a map archive: ${why}` });
}
