import { describe, expect, it } from 'vitest';
import { encodeHeader, decodeHeader } from '../../../../src/maps/pmtiles/header.ts';
import { gunzip, gzip } from '../../../../src/maps/pmtiles/gzip.ts';
import { inspectPmtiles } from '../../../../src/maps/pmtiles/inspect.ts';
import { createPmtilesWriter } from '../../../../src/maps/pmtiles/writer.ts';
import { memorySink, memorySource } from '../../../support/memory-archive.ts';

async function archive(metadata: Record<string, unknown> = {}): Promise<Uint8Array> {
  const sink = memorySink();
  const writer = createPmtilesWriter(sink, {
    tileType: 'mvt',
    tileCompression: 'gzip',
    bounds: { west: 71, south: 51, east: 72, north: 52 },
    centre: { longitude: 71.4, latitude: 51.2, zoom: 11 },
  });
  await writer.add({ z: 4, x: 3, y: 3 }, gzip(new Uint8Array([1, 2, 3])));
  await writer.finish(metadata);
  return sink.bytes();
}

const inspect = (bytes: Uint8Array) => inspectPmtiles(memorySource(bytes));
const refused = { code: 'map.source-invalid' };

describe('inspecting a map archive', () => {
  it('gives what a catalogue needs to know', async () => {
    const bytes = await archive({
      name: 'Astana',
      attribution: '<a href="https://www.openstreetmap.org/copyright">© OpenStreetMap</a> contributors',
      license: 'ODbL-1.0',
      version: '1',
      vector_layers: [
        { id: 'water', fields: {} },
        { id: 'building', fields: {} },
      ],
    });
    expect(await inspect(bytes)).toEqual({
      tileType: 'mvt',
      minZoom: 4,
      maxZoom: 4,
      bounds: { west: 71, south: 51, east: 72, north: 52 },
      centre: { longitude: 71.4, latitude: 51.2, zoom: 11 },
      attribution: '© OpenStreetMap contributors',
      licence: 'ODbL-1.0',
      name: 'Astana',
      version: '1',
      layers: ['water', 'building'],
      addressedTiles: 1,
      length: bytes.length,
    });
  });

  it('refuses what is no archive, or is cut short anywhere', async () => {
    const bytes = await archive({ name: 'x' });
    await expect(inspect(new Uint8Array())).rejects.toMatchObject(refused);
    await expect(inspect(new TextEncoder().encode('PMTiles'.repeat(40)))).rejects.toMatchObject(refused);
    for (const length of [7, 126, 127, 200, bytes.length - 1]) {
      await expect(inspect(bytes.slice(0, length)), `cut to ${length}`).rejects.toMatchObject(refused);
    }
  });

  it('refuses packings that terminals do not read', async () => {
    const bytes = await archive();
    const header = decodeHeader(bytes, bytes.length);
    bytes.set(encodeHeader({ ...header, internalCompression: 'zstd' }));
    await expect(inspect(bytes)).rejects.toMatchObject(refused);
  });

  it('refuses impossible bounds and a root that points outside', async () => {
    for (const change of [
      { bounds: { west: 10, south: 0, east: 5, north: 1 } },
      { minZoom: 9, maxZoom: 3 },
      { tiles: { offset: 16_384, length: 1 } },
    ]) {
      const bytes = await archive();
      bytes.set(encodeHeader({ ...decodeHeader(bytes, bytes.length), ...change }));
      await expect(inspect(bytes), JSON.stringify(change)).rejects.toMatchObject(refused);
    }
  });

  it('stops unpacking at its ceiling', () => {
    const bomb = gzip(new Uint8Array(4 << 20));
    expect(bomb.length).toBeLessThan(10_000);
    expect(() => gunzip(bomb, 1 << 20)).toThrow(expect.objectContaining(refused));
    expect(gunzip(bomb, 4 << 20)).toHaveLength(4 << 20);
  });
});
