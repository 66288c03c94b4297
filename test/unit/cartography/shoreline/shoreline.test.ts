import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contains, polygonArea } from '../../../../cartography/geometry/rings.ts';
import { boxRing, unitsPerMetre, worldSize, type Box, type Polygon } from '../../../../cartography/geometry/world.ts';
import { zeroContours } from '../../../../cartography/shoreline/contour.ts';
import { distanceTo } from '../../../../cartography/shoreline/distance.ts';
import { emptyMask, gridOver, paintLine, paintPolygon } from '../../../../cartography/shoreline/grid.ts';
import { refineShore } from '../../../../cartography/shoreline/refine.ts';
import type { OsmFeature } from '../../../../cartography/sources/osm-feature.ts';

describe('distances on a grid', () => {
  it('are those of every pair, tried one by one', () => {
    const masks = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.array(fc.boolean(), { minLength: 1, maxLength: 60 }));
    fc.assert(
      fc.property(masks, ([columns, cells]) => {
        const rows = Math.ceil(cells.length / columns);
        const mask = Uint8Array.from({ length: rows * columns }, (_, index) => (cells[index] === true ? 1 : 0));
        if (!mask.includes(1)) return;
        const grid = gridOver({ minX: 0, minY: 0, maxX: columns, maxY: rows }, 1);
        const slow = Array.from(mask, (_, at) =>
          Math.min(
            ...Array.from(mask, (set, index) =>
              set === 1
                ? Math.hypot((at % columns) - (index % columns), Math.floor(at / columns) - Math.floor(index / columns))
                : Infinity,
            ),
          ),
        );
        distanceTo(mask, grid).forEach((distance, index) => expect(distance).toBeCloseTo(slow[index] ?? -1, 4));
      }),
    );
  });
});

describe('contours', () => {
  it('run once round what is positive, closed', () => {
    const grid = gridOver({ minX: 0, minY: 0, maxX: 100, maxY: 100 }, 10);
    const field = new Float32Array(100).fill(-1);
    for (const index of [33, 34, 43, 44, 77]) field[index] = 1;
    const rings = zeroContours(field, grid);
    expect(rings).toHaveLength(2);
    for (const ring of rings) expect(ring[0]).toEqual(ring.at(-1));
    expect(rings.some((ring) => contains([ring], [40, 40]))).toBe(true);
    expect(rings.some((ring) => contains([ring], [75, 75]))).toBe(true);
  });

  it('close along the edge of the grid', () => {
    const grid = gridOver({ minX: 0, minY: 0, maxX: 50, maxY: 50 }, 10);
    const [ring, ...others] = zeroContours(new Float32Array(25).fill(3), grid);
    expect(others).toEqual([]);
    expect(polygonArea([ring ?? []])).toBeGreaterThan(2_300);
  });
});

describe('painting', () => {
  it('sets the cells whose centres lie inside, and those that a line passes', () => {
    const grid = gridOver({ minX: 0, minY: 0, maxX: 50, maxY: 50 }, 10);
    const mask = emptyMask(grid);
    paintPolygon(mask, grid, [boxRing({ minX: 10, minY: 10, maxX: 30, maxY: 20 })]);
    expect([...mask.keys()].filter((index) => mask[index] === 1)).toEqual([6, 7]);
    paintLine(mask, grid, [
      [45, 5],
      [45, 45],
    ]);
    expect([...mask.keys()].filter((index) => mask[index] === 1)).toEqual([4, 6, 7, 9, 14, 19, 24]);
  });
});

describe('a refined shore', () => {
  const metre = unitsPerMetre(worldSize / 2);
  const origin = worldSize / 2;
  const at = (x: number, y: number) => [origin + x * metre, origin + y * metre] as const;
  const box: Box = { minX: origin, minY: origin, maxX: origin + 8_000 * metre, maxY: origin + 8_000 * metre };
  // The general shore runs along y = 4000 m; land is north of it.
  const general: Polygon[] = [
    [[at(-5_000, -5_000), at(13_000, -5_000), at(13_000, 4_000), at(-5_000, 4_000), at(-5_000, -5_000)]],
  ];
  const street = (id: number, y: number): OsmFeature => ({
    id,
    type: 'way',
    tags: { highway: 'residential' },
    kind: 'line',
    lines: [[at(2_500, y), at(5_500, y)]],
  });
  const isLand = (land: readonly Polygon[], x: number, y: number) =>
    land.some((polygon) => contains(polygon, at(x, y)));

  it('goes out to where streets are, and back to where nothing is', () => {
    const streets = Array.from({ length: 13 }, (_, index) => street(index, 3_000 + index * 150));
    const land = refineShore(general, streets, box);
    expect(isLand(land, 4_000, 4_790)).toBe(true);
    expect(isLand(land, 4_000, 4_575)).toBe(true);
    expect(isLand(land, 4_000, 4_900)).toBe(false);
    // West of the streets nothing stands on land: the sea comes in.
    expect(isLand(land, 1_900, 3_900)).toBe(false);
    // Far inland, and outside the data, the general shore holds.
    expect(isLand(land, 4_000, 500)).toBe(true);
    expect(isLand(land, -2_000, 3_900)).toBe(true);
    expect(isLand(land, -2_000, 4_100)).toBe(false);
  });

  it('does not follow bridges and ferries', () => {
    const bridge: OsmFeature = {
      id: 1,
      type: 'way',
      tags: { highway: 'primary', bridge: 'yes' },
      kind: 'line',
      lines: [[at(4_000, 3_000), at(4_000, 7_000)]],
    };
    expect(isLand(refineShore(general, [bridge], box), 4_000, 6_000)).toBe(false);
    expect(isLand(refineShore(general, [{ ...bridge, tags: { highway: 'primary' } }], box), 4_000, 6_000)).toBe(true);
  });

  it('is the general one where there is no sea', () => {
    const inland: Polygon[] = [[boxRing({ minX: 0, minY: 0, maxX: worldSize, maxY: worldSize })]];
    expect(refineShore(inland, [], box)).toEqual(inland);
  });
});
