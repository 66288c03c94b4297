import { PMTiles, TileType } from 'pmtiles';
import { describe, expect, it } from 'vitest';
import type { ArchiveFacts } from '../../../../src/maps/pmtiles/archive-facts.ts';
import { gzip } from '../../../../src/maps/pmtiles/gzip.ts';
import { createPmtilesWriter, tileIdOf } from '../../../../src/maps/pmtiles/writer.ts';
import { memorySink, readerSource } from '../../../support/memory-archive.ts';

const facts: ArchiveFacts = {
  tileType: 'mvt',
  tileCompression: 'gzip',
  bounds: { west: -56.3, south: -35, east: -56, north: -34.7 },
  centre: { longitude: -56.18, latitude: -34.88, zoom: 12 },
};
const content = (text: string) => gzip(new TextEncoder().encode(text));
const unpacked = (data: ArrayBuffer | undefined) => (data === undefined ? undefined : new TextDecoder().decode(data));

describe('the PMTiles writer', () => {
  it('writes an archive whose header, metadata and tiles another reader gives back', async () => {
    const sink = memorySink();
    const writer = createPmtilesWriter(sink, facts);
    await writer.add({ z: 0, x: 0, y: 0 }, content('world'));
    await writer.add({ z: 1, x: 0, y: 1 }, content('south west'));
    await writer.finish({ name: 'Montevideo', attribution: '© OpenStreetMap contributors' });

    const archive = new PMTiles(readerSource(sink.bytes()));
    const header = await archive.getHeader();
    expect(header).toMatchObject({
      specVersion: 3,
      clustered: true,
      tileType: TileType.Mvt,
      minZoom: 0,
      maxZoom: 1,
      minLon: -56.3,
      maxLat: -34.7,
      centerLon: -56.18,
      centerZoom: 12,
      numAddressedTiles: 2,
      numTileEntries: 2,
      numTileContents: 2,
    });
    expect(await archive.getMetadata()).toEqual({ name: 'Montevideo', attribution: '© OpenStreetMap contributors' });
    expect(unpacked((await archive.getZxy(1, 0, 1))?.data)).toBe('south west');
    expect(await archive.getZxy(1, 1, 1)).toBeUndefined();
  });

  it('keeps equal tiles once, and neighbours on the curve in one entry', async () => {
    const sink = memorySink();
    const writer = createPmtilesWriter(sink, facts);
    const sea = content('sea');
    const atZoom1 = [
      { z: 1, x: 0, y: 0 },
      { z: 1, x: 0, y: 1 },
      { z: 1, x: 1, y: 1 },
      { z: 1, x: 1, y: 0 },
    ];
    for (const tile of atZoom1) await writer.add(tile, tile.y === 0 && tile.x === 1 ? content('land') : sea);
    await writer.add({ z: 2, x: 0, y: 0 }, sea);
    const totals = await writer.finish({});
    expect(totals).toMatchObject({ addressedTiles: 5, tileEntries: 3, tileContents: 2 });
    expect(totals.bytes).toBe(sink.bytes().length);
    const archive = new PMTiles(readerSource(sink.bytes()));
    expect(unpacked((await archive.getZxy(2, 0, 0))?.data)).toBe('sea');
  });

  it('refuses tiles out of order, twice, outside their zoom, or empty', async () => {
    const writer = createPmtilesWriter(memorySink(), facts);
    await writer.add({ z: 1, x: 1, y: 1 }, content('a'));
    for (const tile of [
      { z: 1, x: 1, y: 1 },
      { z: 0, x: 0, y: 0 },
      { z: 1, x: 2, y: 0 },
      { z: 27, x: 0, y: 0 },
    ]) {
      await expect(writer.add(tile, content('b'))).rejects.toMatchObject({ code: 'map.source-invalid' });
    }
    await expect(writer.add({ z: 2, x: 0, y: 0 }, new Uint8Array())).rejects.toMatchObject({
      code: 'map.source-invalid',
    });
  });

  it('gives the same bytes for the same input, at any time', async () => {
    const build = async () => {
      const sink = memorySink();
      const writer = createPmtilesWriter(sink, facts);
      await writer.add({ z: 3, x: 0, y: 0 }, content('t'));
      await writer.finish({ name: 'twice' });
      return sink.bytes();
    };
    expect(await build()).toEqual(await build());
    // Bytes 4-7 of a gzip stream are its time (RFC 1952, section 2.3.1).
    expect(content('anything').slice(4, 8)).toEqual(new Uint8Array(4));
  });

  it('knows the tile ids of the specification', () => {
    // PMTiles v3, section 4.1.1: examples of the Hilbert order.
    expect(tileIdOf({ z: 0, x: 0, y: 0 })).toBe(0);
    expect(tileIdOf({ z: 1, x: 0, y: 0 })).toBe(1);
    expect(tileIdOf({ z: 1, x: 1, y: 0 })).toBe(4);
    expect(tileIdOf({ z: 2, x: 0, y: 0 })).toBe(5);
    expect(tileIdOf({ z: 12, x: 3423, y: 1763 })).toBe(19_078_479);
  });
});
