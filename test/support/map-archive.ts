import { createCipheriv } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { ArchiveFacts } from '../../src/maps/pmtiles/archive-facts.ts';
import { createPmtilesWriter } from '../../src/maps/pmtiles/writer.ts';
import { sha256 } from '../../src/protocol/hash.ts';
import { utf8 } from '../../src/protocol/bytes.ts';
import { memorySink } from './memory-archive.ts';

const facts: ArchiveFacts = {
  tileType: 'mvt',
  tileCompression: 'none',
  bounds: { west: -56.3, south: -35, east: -56, north: -34.7 },
  centre: { longitude: -56.18, latitude: -34.88, zoom: 2 },
};

/** Bytes that nothing compresses, the same for the same seed. */
export function noise(seed: string, length: number): Uint8Array {
  const cipher = createCipheriv('aes-256-ctr', sha256(utf8(seed)), new Uint8Array(16));
  return cipher.update(new Uint8Array(length));
}

export interface ArchiveOptions {
  /** One tile of 128 KiB for each seed, up to 21; a changed seed is a changed tile. */
  readonly tiles: readonly string[];
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** Writes a PMTiles archive whose tiles are noise; it is cut into several chunks from about ten tiles on. */
export async function writeArchive(path: string, { tiles, metadata }: ArchiveOptions): Promise<Uint8Array> {
  const sink = memorySink();
  const writer = createPmtilesWriter(sink, facts);
  const places = [
    { z: 0, x: 0, y: 0 },
    ...[0, 1, 2, 3].map((n) => ({ z: 1, ...hilbert(1, n) })),
    ...Array.from({ length: 16 }, (_, n) => ({ z: 2, ...hilbert(2, n) })),
  ];
  for (const [index, place] of places.slice(0, tiles.length).entries()) {
    await writer.add(place, noise(tiles[index] ?? '', 131_072));
  }
  await writer.finish(
    metadata ?? { name: 'Montevideo', attribution: '© OpenStreetMap contributors', license: 'ODbL-1.0' },
  );
  const bytes = sink.bytes();
  await writeFile(path, bytes);
  return bytes;
}

/** The place of the n-th tile of a zoom in the order of PMTiles. */
function hilbert(zoom: number, n: number): { x: number; y: number } {
  let [x, y, rest] = [0, 0, n];
  for (let side = 1; side < 2 ** zoom; side *= 2) {
    const right = 1 & (rest / 2);
    const down = 1 & (rest ^ right);
    if (down === 0) {
      if (right === 1) [x, y] = [side - 1 - x, side - 1 - y];
      [x, y] = [y, x];
    }
    [x, y] = [x + side * right, y + side * down];
    rest = Math.floor(rest / 4);
  }
  return { x, y };
}
