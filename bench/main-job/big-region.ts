import { randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';
import { tileIdToZxy } from 'pmtiles';
import { createPmtilesWriter, tileIdOf } from '../../src/maps/pmtiles/writer.ts';

const zoom = 8;
const tileBytes = 65_536;
const facts = {
  tileType: 'mvt',
  tileCompression: 'none',
  bounds: { west: -180, south: -85, east: 180, north: 85 },
  centre: { longitude: 0, latitude: 0, zoom },
} as const;

/** Writes a PMTiles archive of about that many bytes, up to 4 GiB, whose tiles nothing compresses. */
export async function writeBigRegion(path: string, bytes: number): Promise<void> {
  const file = await open(path, 'w');
  try {
    const writer = createPmtilesWriter(
      { write: async (position, part) => void (await file.write(part, 0, part.byteLength, position)) },
      facts,
    );
    const first = tileIdOf({ z: zoom, x: 0, y: 0 });
    for (let index = 0; index < Math.ceil(bytes / tileBytes); index += 1) {
      const [z, x, y] = tileIdToZxy(first + index);
      await writer.add({ z, x, y }, randomBytes(tileBytes));
    }
    await writer.finish({ name: 'Bench', attribution: '-', license: 'CC0-1.0' });
  } finally {
    await file.close();
  }
}
