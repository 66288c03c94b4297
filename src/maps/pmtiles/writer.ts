import { createHash } from 'node:crypto';
import { zxyToTileId } from 'pmtiles';
import { CodedError } from '../../errors/coded-error.ts';
import { headAreaLength, highestZoom, type ArchiveFacts } from './archive-facts.ts';
import { layOutDirectories, type DirectoryEntry } from './directory.ts';
import { gzip } from './gzip.ts';
import { encodeHeader } from './header.ts';

/** Where an archive is written: a file opened for writing, or bytes in memory. */
export interface PositionedSink {
  write(position: number, bytes: Uint8Array): Promise<void>;
}

export interface TileCoordinates {
  readonly z: number;
  readonly x: number;
  readonly y: number;
}

export interface PmtilesWriter {
  /** Takes the tiles in ascending order of their id (`tileIdOf`), compressed as the facts say. */
  add(tile: TileCoordinates, content: Uint8Array): Promise<void>;
  /** Writes directories, metadata and header; the archive is whole after this, and not before. */
  finish(metadata: Readonly<Record<string, unknown>>): Promise<PmtilesTotals>;
}

export interface PmtilesTotals {
  readonly bytes: number;
  readonly addressedTiles: number;
  readonly tileEntries: number;
  readonly tileContents: number;
}

/** The position of a tile on the Hilbert curve through all zooms: the order in which an archive keeps its tiles. */
export function tileIdOf({ z, x, y }: TileCoordinates): number {
  if (!Number.isInteger(z) || z < 0 || z > highestZoom || !isTileNumber(x, z) || !isTileNumber(y, z)) {
    throw new CodedError('map.source-invalid', { detail: `there is no tile ${z}/${x}/${y}` });
  }
  return zxyToTileId(z, x, y);
}

function isTileNumber(value: number, zoom: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < 2 ** zoom;
}

/**
 * Writes a PMTiles v3 archive: clustered, equal tiles kept once, the same input giving the same bytes.
 *
 * Tile data goes straight to the sink behind the fixed head area, directories and metadata follow it, and the header
 * comes last: in memory stands only the directory, so that an archive may be larger than the memory.
 *
 * @throws CodedError `map.source-invalid` for a tile that cannot exist, comes out of order, or is empty.
 */
export function createPmtilesWriter(sink: PositionedSink, facts: ArchiveFacts): PmtilesWriter {
  const entries: DirectoryEntry[] = [];
  const offsetOfContent = new Map<string, number>();
  let dataLength = 0;
  let addressedTiles = 0;
  let lastId = -1;
  let minZoom = highestZoom;
  let maxZoom = 0;

  const place = async (content: Uint8Array): Promise<number> => {
    const digest = createHash('sha256').update(content).digest('base64url');
    const known = offsetOfContent.get(digest);
    if (known !== undefined) return known;
    const offset = dataLength;
    offsetOfContent.set(digest, offset);
    dataLength += content.length;
    await sink.write(headAreaLength + offset, content);
    return offset;
  };

  return {
    async add(tile, content) {
      const tileId = tileIdOf(tile);
      if (tileId <= lastId) throw new CodedError('map.source-invalid', { detail: 'tiles come out of order' });
      if (content.length === 0) throw new CodedError('map.source-invalid', { detail: 'a tile is empty' });
      lastId = tileId;
      minZoom = Math.min(minZoom, tile.z);
      maxZoom = Math.max(maxZoom, tile.z);
      addressedTiles++;
      const offset = await place(content);
      const previous = entries.at(-1);
      if (previous?.offset === offset && previous.tileId + previous.runLength === tileId) {
        entries[entries.length - 1] = { ...previous, runLength: previous.runLength + 1 };
      } else {
        entries.push({ tileId, offset, length: content.length, runLength: 1 });
      }
    },

    async finish(metadata) {
      if (entries.length === 0) throw new CodedError('map.source-invalid', { detail: 'the archive has no tiles' });
      const { root, leaves } = layOutDirectories(entries);
      const packedMetadata = gzip(new TextEncoder().encode(JSON.stringify(metadata)));
      const metadataOffset = headAreaLength + dataLength;
      const leavesOffset = metadataOffset + packedMetadata.length;
      const leavesLength = leaves.reduce((total, leaf) => total + leaf.length, 0);
      const header = encodeHeader({
        ...facts,
        root: { offset: 127, length: root.length },
        metadata: { offset: metadataOffset, length: packedMetadata.length },
        leaves: { offset: leavesOffset, length: leavesLength },
        tiles: { offset: headAreaLength, length: dataLength },
        addressedTiles,
        tileEntries: entries.length,
        tileContents: offsetOfContent.size,
        clustered: true,
        internalCompression: 'gzip',
        minZoom,
        maxZoom,
      });
      await sink.write(metadataOffset, packedMetadata);
      let at = leavesOffset;
      for (const leaf of leaves) {
        await sink.write(at, leaf);
        at += leaf.length;
      }
      const head = new Uint8Array(headAreaLength);
      head.set(header);
      head.set(root, header.length);
      await sink.write(0, head);
      return { bytes: at, addressedTiles, tileEntries: entries.length, tileContents: offsetOfContent.size };
    },
  };
}
