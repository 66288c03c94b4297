import fc from 'fast-check';
import { PMTiles, tileIdToZxy } from 'pmtiles';
import { describe, expect, it } from 'vitest';
import { CodedError } from '../../src/errors/coded-error.ts';
import { decodeDirectory, encodeDirectory } from '../../src/maps/pmtiles/directory.ts';
import { inspectPmtiles } from '../../src/maps/pmtiles/inspect.ts';
import { createPmtilesWriter, tileIdOf } from '../../src/maps/pmtiles/writer.ts';
import { memorySink, memorySource, readerSource } from '../support/memory-archive.ts';

const facts = {
  tileType: 'mvt',
  tileCompression: 'none',
  bounds: { west: -180, south: -85, east: 180, north: 85 },
  centre: { longitude: 0, latitude: 0, zoom: 0 },
} as const;

/** Tile ids that ascend by random steps, with contents from a small set so that some repeat. */
async function build(steps: readonly (readonly [step: number, content: number])[]) {
  const sink = memorySink();
  const writer = createPmtilesWriter(sink, facts);
  const expected = new Map<number, Uint8Array>();
  let id = -1;
  for (const [step, seed] of steps) {
    id += step;
    const [z, x, y] = tileIdToZxy(id);
    const content = Uint8Array.from({ length: 1 + (seed % 7) }, (_, index) => (seed + index) % 256);
    expected.set(tileIdOf({ z, x, y }), content);
    await writer.add({ z, x, y }, content);
  }
  const totals = await writer.finish({ name: 'random' });
  return { bytes: sink.bytes(), expected, totals };
}

describe('PMTiles archives', () => {
  it('give back every tile that was written, and no other', async () => {
    const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 5_000 }), fc.integer({ min: 0, max: 40 })), {
      minLength: 1,
      maxLength: 120,
    });
    await fc.assert(
      fc.asyncProperty(steps, async (tiles) => {
        const { bytes, expected } = await build(tiles);
        const archive = new PMTiles(readerSource(bytes));
        for (const [id, content] of expected) {
          const [z, x, y] = tileIdToZxy(id);
          expect(new Uint8Array((await archive.getZxy(z, x, y))?.data ?? new ArrayBuffer(0))).toEqual(content);
          if (!expected.has(id + 1)) {
            const [nextZ, nextX, nextY] = tileIdToZxy(id + 1);
            expect(await archive.getZxy(nextZ, nextX, nextY)).toBeUndefined();
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('find their tiles through leaf directories when the root cannot hold them all', async () => {
    // Deterministic but incompressible steps and lengths: some 20,000 entries need several leaves.
    let state = 12_345;
    const random = (below: number) => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((state / 2_147_483_648) * below);
    };
    const { bytes, expected, totals } = await build(
      Array.from({ length: 20_000 }, () => [1 + random(900), random(250)] as const),
    );
    const archive = new PMTiles(readerSource(bytes));
    const header = await archive.getHeader();
    expect(header.rootDirectoryLength).toBeLessThanOrEqual(16_384 - 127);
    expect(header.leafDirectoryLength).toBeGreaterThan(0);
    expect(totals.tileEntries).toBeGreaterThan(2 * 4096);
    let index = 0;
    for (const [id, content] of expected) {
      if (index++ % 37 !== 0) continue;
      const [z, x, y] = tileIdToZxy(id);
      expect(new Uint8Array((await archive.getZxy(z, x, y))?.data ?? new ArrayBuffer(0))).toEqual(content);
    }
    expect(await inspectPmtiles(memorySource(bytes))).toMatchObject({ addressedTiles: 20_000, name: 'random' });
  });

  it('have directories that decode to what was encoded', () => {
    const row = fc.record({
      step: fc.integer({ min: 1, max: 1e9 }),
      offset: fc.maxSafeNat().map((n) => n % 1e12),
      length: fc.integer({ min: 1, max: 1e9 }),
      runLength: fc.integer({ min: 0, max: 1e6 }),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 50 }), (rows) => {
        let tileId = 0;
        const entries = rows.map(({ step, ...entry }) => ({ tileId: (tileId += step), ...entry }));
        expect(decodeDirectory(encodeDirectory(entries))).toEqual(entries);
      }),
    );
  });

  it('are refused with a code, never with another error, when bytes are changed', async () => {
    const { bytes } = await build([
      [1, 1],
      [2, 9],
      [700, 3],
    ]);
    const change = fc.array(fc.tuple(fc.nat({ max: 300 }), fc.nat({ max: 255 })), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(change, fc.boolean(), async (changes, atEnd) => {
        const damaged = bytes.slice();
        for (const [at, value] of changes) damaged[atEnd ? damaged.length - 1 - (at % 60) : at] = value;
        try {
          await inspectPmtiles(memorySource(damaged));
        } catch (error) {
          expect(error).toBeInstanceOf(CodedError);
          expect(error).toMatchObject({ code: 'map.source-invalid' });
        }
      }),
      { numRuns: 300 },
    );
  });
});
