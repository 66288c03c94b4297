import { VectorTile } from '@mapbox/vector-tile';
import fc from 'fast-check';
import { PbfReader } from 'pbf';
import { describe, expect, it } from 'vitest';
import { cleanLine, cleanPolygon, ringArea } from '../../../../cartography/tiles/clean-geometry.ts';
import { encodeTile } from '../../../../cartography/tiles/encode-tile.ts';
import { indexSea } from '../../../../cartography/tiles/sea-index.ts';
import { arrange, type TileFeature } from '../../../../cartography/tiles/tile-features.ts';
import { tilesOver } from '../../../../cartography/tiles/tile-grid.ts';
import { boxRing, tileBox, worldSize } from '../../../../cartography/geometry/world.ts';

const coordinate = fc.integer({ min: -64, max: 4160 });
const flat = fc.array(fc.oneof(coordinate, fc.integer({ min: 0, max: 3 })), { maxLength: 40 });

describe('cleaning geometry', () => {
  it('leaves lines without repeated positions', () => {
    expect(cleanLine([1, 1, 1, 1, 2, 2, 2, 2])).toEqual([
      [1, 1],
      [2, 2],
    ]);
    expect(cleanLine([1, 1, 1, 1])).toBeUndefined();
  });

  it('turns rings the right way, and drops what has no area, outer rings with their holes', () => {
    const counterClockwise = [0, 0, 0, 100, 100, 100, 100, 0, 0, 0];
    const [outer, hole] = cleanPolygon([counterClockwise, [10, 10, 50, 10, 50, 50, 10, 50, 10, 10]]);
    expect(ringArea(outer ?? [])).toBe(10_000);
    expect(ringArea(hole ?? [])).toBe(-1_600);
    expect(
      cleanPolygon([
        [0, 0, 50, 0, 100, 0, 0, 0],
        [10, 10, 50, 10, 50, 50, 10, 10],
      ]),
    ).toEqual([]);
    expect(cleanPolygon([counterClockwise, [10, 10, 11, 10, 11, 11, 10, 10]])).toHaveLength(1);
  });

  it('removes spikes and positions on a straight line, also across the first', () => {
    expect(cleanPolygon([[50, 0, 100, 0, 100, 100, 300, 100, 100, 100, 0, 100, 0, 0, 50, 0]])).toEqual([
      [
        [100, 0],
        [100, 100],
        [0, 100],
        [0, 0],
      ],
    ]);
  });

  it('gives valid rings whatever comes in', () => {
    fc.assert(
      fc.property(fc.array(flat, { maxLength: 4 }), (rings) => {
        cleanPolygon(rings).forEach((ring, index) => {
          expect(ring.length).toBeGreaterThanOrEqual(3);
          expect(ringArea(ring) > 0).toBe(index === 0);
          ring.forEach(([x, y], at) => {
            const next = ring[(at + 1) % ring.length];
            expect([x, y]).not.toEqual(next);
          });
        });
      }),
    );
  });
});

describe('a tile', () => {
  const line = (tags: TileFeature['tags'], rank: number, x: number): TileFeature => ({
    rank,
    tags,
    shape: {
      type: 2,
      lines: [
        [
          [x, 0],
          [x, 100],
        ],
      ],
    },
  });

  it('joins features that differ in nothing, keeps those with an id, and sorts by rank', () => {
    const arranged = arrange([
      line({ class: 'minor' }, 6, 1),
      line({ class: 'service' }, 4, 2),
      line({ class: 'minor' }, 6, 3),
      { ...line({ class: 'minor' }, 6, 4), id: 12 },
    ]);
    expect(arranged.map(({ tags, shape }) => [tags['class'], shape.type === 2 && shape.lines.length])).toEqual([
      ['service', 1],
      ['minor', 2],
      ['minor', 1],
    ]);
  });

  it('decodes to what went in', () => {
    const bytes = encodeTile({
      poi: [{ rank: 1, id: 5_190_273_641, tags: { name: 'café', rank: 3 }, shape: { type: 1, positions: [[7, 9]] } }],
      transportation: [line({ class: 'minor', oneway: -1, bridge: true }, 6, 1)],
    });
    const { layers } = new VectorTile(new PbfReader(bytes ?? new Uint8Array()));
    expect(Object.keys(layers)).toEqual(['transportation', 'poi']);
    expect(layers['transportation']).toMatchObject({ version: 2, extent: 4096, length: 1 });
    expect({ ...layers['transportation']?.feature(0).properties }).toEqual({
      class: 'minor',
      oneway: -1,
      bridge: true,
    });
    const poi = layers['poi']?.feature(0);
    expect(poi?.id).toBe(5_190_273_641);
    expect(poi?.loadGeometry().map((part) => part.map(({ x, y }) => [x, y]))).toEqual([[[7, 9]]]);
  });

  it('with nothing in it is none', () => {
    expect(encodeTile({})).toBeUndefined();
    expect(encodeTile({ water: [] })).toBeUndefined();
  });

  it('is counted once for each zoom that a box touches, in the order of the archive', () => {
    const tiles = tilesOver(tileBox(2, 1, 1), 0, 3);
    expect(tiles.map(({ z }) => z)).toEqual([0, 1, 2, 3, 3, 3, 3]);
    expect(tilesOver({ minX: 0, minY: 0, maxX: worldSize, maxY: worldSize }, 2, 2)).toHaveLength(16);
  });
});

describe('the sea', () => {
  const island = boxRing({
    minX: worldSize * 0.3,
    minY: worldSize * 0.3,
    maxX: worldSize * 0.45,
    maxY: worldSize * 0.45,
  });
  const lake = boxRing({
    minX: worldSize * 0.35,
    minY: worldSize * 0.35,
    maxX: worldSize * 0.36,
    maxY: worldSize * 0.36,
  });
  const sea = indexSea([{ minZoom: 0, maxZoom: 6, land: [[island, lake.toReversed()]] }], 6);
  const ringsIn = (z: number, x: number, y: number) =>
    sea.seaIn({ z, x, y }).flatMap(({ shape }) => (shape.type === 3 ? shape.rings : []));

  it('is all of a tile without land, and nothing of one without sea', () => {
    expect(ringsIn(2, 3, 3)).toHaveLength(1);
    expect(ringsIn(6, 26, 26)).toEqual([]);
  });

  it('has land for holes, and lakes on land for islands of water', () => {
    const rings = ringsIn(0, 0, 0);
    expect(rings.map((ring) => Math.sign(ringArea(ring)))).toEqual([1, -1, 1]);
    expect(Math.abs(ringArea(rings[1] ?? []))).toBeCloseTo((0.15 * 4096) ** 2, -4);
  });

  it('reaches further out than the land is cut, so that outlines never touch', () => {
    const [outline, ...shores] = ringsIn(2, 1, 1);
    const reach = (ring: readonly (readonly [number, number])[]) => Math.min(...ring.flat());
    expect(shores.length).toBeGreaterThan(0);
    for (const shore of shores) expect(reach(shore)).toBeGreaterThan(reach(outline ?? []));
  });
});
