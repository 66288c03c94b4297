import { open, type FileHandle } from 'node:fs/promises';
import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { Compression, PMTiles, type Source } from 'pmtiles';
import { CodedError } from '../../errors/coded-error.ts';
import { gunzip } from '../../maps/pmtiles/gzip.ts';
import { inspectPmtiles, type RegionFacts } from '../../maps/pmtiles/inspect.ts';
import { tilePixels, type View } from './view.ts';

/** A tile and where it lies in the picture. */
export interface PlacedTile {
  readonly tile: VectorTile;
  readonly left: number;
  readonly top: number;
  /** Side in pixels. */
  readonly size: number;
}

/** Bytes that a tile may unpack to, and tiles that a picture may need. */
const tileCeiling = 16 << 20;
const tilesCeiling = 1_000;

export interface MapFile {
  readonly facts: RegionFacts;
  /** The tiles that a view shows, where the archive has them. */
  tilesOf(view: View): Promise<PlacedTile[]>;
}

/** Opens a downloaded region for as long as `use` runs. */
export async function withMapFile<Result>(path: string, use: (file: MapFile) => Promise<Result>): Promise<Result> {
  const handle = await openFile(path);
  try {
    const { size } = await handle.stat();
    const getBytes = (offset: number, length: number) => readBytes(handle, offset, length);
    const facts = await inspectPmtiles({ length: size, getBytes });
    if (facts.tileType !== 'mvt') {
      throw new CodedError('map.source-invalid', { detail: `tiles of kind ${facts.tileType} cannot be drawn` });
    }
    const source: Source = {
      getKey: () => path,
      getBytes: async (offset, length) => ({ data: new Uint8Array(await getBytes(offset, length)).buffer }),
    };
    const archive = new PMTiles(source, undefined, async (packed, compression) =>
      compression === Compression.None ? packed : new Uint8Array(gunzip(new Uint8Array(packed), tileCeiling)).buffer,
    );
    return await use({ facts, tilesOf: (view) => loadTiles(archive, facts, view) });
  } finally {
    await handle.close();
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    throw new CodedError('map.not-installed', { detail: `there is no map at ${path}`, cause: error });
  }
}

async function readBytes(handle: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const { buffer, bytesRead } = await handle.read(new Uint8Array(length), 0, length, offset);
  return buffer.subarray(0, bytesRead);
}

async function loadTiles(archive: PMTiles, facts: RegionFacts, view: View): Promise<PlacedTile[]> {
  const z = Math.min(Math.max(Math.floor(view.zoom + 0.25), facts.minZoom), facts.maxZoom);
  const size = tilePixels * 2 ** (view.zoom - z);
  const last = 2 ** z - 1;
  const [fromX, toX] = [Math.floor(view.left / size), Math.floor((view.left + view.width) / size)];
  const fromY = Math.max(Math.floor(view.top / size), 0);
  const toY = Math.min(Math.floor((view.top + view.height) / size), last);
  if ((toX - fromX + 1) * (toY - fromY + 1) > tilesCeiling) {
    throw new CodedError('map.source-invalid', { detail: 'the picture would need too many tiles' });
  }
  const tiles: PlacedTile[] = [];
  for (let x = fromX; x <= toX; x++) {
    for (let y = fromY; y <= toY; y++) {
      // East and west of the world lies the world again.
      const found = await archive.getZxy(z, ((x % (last + 1)) + last + 1) % (last + 1), y);
      if (found === undefined) continue;
      const place = { left: x * size - view.left, top: y * size - view.top, size };
      tiles.push({ tile: decode(new Uint8Array(found.data)), ...place });
    }
  }
  return tiles;
}

function decode(bytes: Uint8Array): VectorTile {
  try {
    return new VectorTile(new PbfReader(bytes));
  } catch (error) {
    throw new CodedError('map.file-damaged', { detail: 'a tile of the map cannot be read', cause: error });
  }
}
