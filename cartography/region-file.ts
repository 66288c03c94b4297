import { open, rename, rm } from 'node:fs/promises';
import type { ArchiveFacts } from '../src/maps/pmtiles/archive-facts.ts';
import { gzip } from '../src/maps/pmtiles/gzip.ts';
import { createPmtilesWriter, type PmtilesTotals, type TileCoordinates } from '../src/maps/pmtiles/writer.ts';

export interface RegionFile {
  readonly path: string;
  readonly facts: ArchiveFacts;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly tiles: readonly TileCoordinates[];
  /** Content of a tile, not compressed; undefined leaves the tile out. */
  readonly render: (tile: TileCoordinates) => Uint8Array | undefined;
  /** Called after each tile with how many are done. */
  readonly progress: (done: number) => void;
}

/** Renders tiles one by one into an archive; the file appears under its name only when it is whole. */
export async function writeRegionFile({
  path,
  facts,
  metadata,
  tiles,
  render,
  progress,
}: RegionFile): Promise<PmtilesTotals> {
  const partial = `${path}.part`;
  const file = await open(partial, 'w');
  try {
    const writer = createPmtilesWriter(
      { write: async (position, bytes) => void (await file.write(bytes, 0, bytes.length, position)) },
      facts,
    );
    let done = 0;
    for (const tile of tiles) {
      const content = render(tile);
      if (content !== undefined) await writer.add(tile, gzip(content));
      progress(++done);
    }
    const totals = await writer.finish(metadata);
    await file.sync();
    await file.close();
    await rename(partial, path);
    return totals;
  } catch (error) {
    await file.close();
    await rm(partial, { force: true });
    throw error;
  }
}

/** Writes a file that appears under its name only when it is whole. */
export async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const partial = `${path}.part`;
  const file = await open(partial, 'w');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(partial, path);
}
