import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clipToBox } from '../../../../cartography/geometry/clip-to-box.ts';
import { mergePolygons, polygonsOfRings, subtractPolygons } from '../../../../cartography/geometry/merge-polygons.ts';
import { contains, labelPosition, polygonArea, signedArea } from '../../../../cartography/geometry/rings.ts';
import { simplifyLine } from '../../../../cartography/geometry/simplify.ts';
import {
  boxRing,
  fromLongitudeLatitude,
  toLongitudeLatitude,
  unitsPerMetre,
  worldSize,
  type Polygon,
} from '../../../../cartography/geometry/world.ts';

const square = (minX: number, minY: number, side: number) =>
  boxRing({ minX, minY, maxX: minX + side, maxY: minY + side });

describe('world coordinates', () => {
  it('go to degrees and back within a centimetre or so', () => {
    const degrees = fc.tuple(
      fc.double({ min: -180, max: 180, noNaN: true }),
      fc.double({ min: -85, max: 85, noNaN: true }),
    );
    fc.assert(
      fc.property(degrees, ([longitude, latitude]) => {
        const [x, y] = toLongitudeLatitude(fromLongitudeLatitude(longitude, latitude));
        expect(Math.abs(x - longitude)).toBeLessThan(1e-7);
        expect(Math.abs(y - latitude)).toBeLessThan(1e-7);
      }),
    );
  });

  it('end on the edge of the square at the poles', () => {
    expect(fromLongitudeLatitude(0, -90)).toEqual([worldSize / 2, worldSize]);
    expect(fromLongitudeLatitude(0, 90)).toEqual([worldSize / 2, 0]);
  });

  it('know how long a metre is', () => {
    expect(unitsPerMetre(worldSize / 2)).toBeCloseTo(107.17, 1);
    expect(unitsPerMetre(fromLongitudeLatitude(0, 60)[1])).toBeCloseTo(214.35, 1);
  });
});

describe('polygons', () => {
  it('have areas with the sign of their direction, exact far from the origin', () => {
    const far = square(4_000_000_000, 3_000_000_000, 3);
    expect(signedArea(far)).toBe(9);
    expect(signedArea(far.toReversed())).toBe(-9);
    expect(polygonArea([square(0, 0, 10), square(2, 2, 3).toReversed()])).toBe(91);
  });

  it('cut at a tile border become one again, without a seam', () => {
    const x = 3_000_000_000;
    const halves: Polygon[] = [
      [
        [
          [x, 0],
          [x + 50, 0],
          [x + 50, 101],
          [x, 100],
          [x, 0],
        ],
      ],
      [
        [
          [x + 50, 0],
          [x + 100, 0],
          [x + 100, 100],
          [x + 50, 100],
          [x + 50, 0],
        ],
      ],
    ];
    const [merged, ...others] = mergePolygons(halves);
    expect(others).toEqual([]);
    expect(merged).toHaveLength(1);
    expect(polygonArea(merged ?? [])).toBeCloseTo(10_025, 0);
  });

  it('are made of rings by even and odd', () => {
    const polygons = polygonsOfRings([square(0, 0, 100), square(10, 10, 50), square(20, 20, 10)]);
    expect(new Set(polygons.map((polygon) => polygon.length))).toEqual(new Set([1, 2]));
    expect(polygons.reduce((area, polygon) => area + polygonArea(polygon), 0)).toBe(10_000 - 2_500 + 100);
  });

  it('lose what others cover', () => {
    const rest = subtractPolygons([[square(0, 0, 10)]], [[square(5, 0, 10)]]);
    expect(rest.reduce((area, polygon) => area + polygonArea(polygon), 0)).toBe(50);
  });

  it('are clipped to a box, holes too', () => {
    const ring = [square(0, 0, 100), square(40, 40, 20).toReversed()];
    const [clipped] = clipToBox([ring], { minX: 50, minY: 0, maxX: 200, maxY: 100 });
    expect(polygonArea(clipped ?? [])).toBe(5_000 - 200);
    expect(clipToBox([ring], { minX: 500, minY: 0, maxX: 600, maxY: 100 })).toEqual([]);
  });

  it('carry their label inside, also when they are bent round', () => {
    const bow: Polygon = [
      [
        [0, 0],
        [100, 0],
        [100, 100],
        [0, 100],
        [0, 90],
        [90, 90],
        [90, 10],
        [0, 10],
        [0, 0],
      ],
    ];
    expect(contains(bow, labelPosition(bow))).toBe(true);
    const [x, y] = labelPosition([square(0, 0, 100)]);
    expect([x, y]).toEqual([50, 50]);
  });
});

describe('simplifying', () => {
  it('leaves out what lies within the tolerance, and never the ends', () => {
    expect(
      simplifyLine(
        [
          [0, 0],
          [5, 1],
          [10, 0],
        ],
        2,
      ),
    ).toEqual([
      [0, 0],
      [10, 0],
    ]);
    expect(
      simplifyLine(
        [
          [0, 0],
          [5, 3],
          [10, 0],
        ],
        2,
      ),
    ).toEqual([
      [0, 0],
      [5, 3],
      [10, 0],
    ]);
  });

  it('keeps a ring a ring', () => {
    const ring = square(0, 0, 100);
    expect(simplifyLine(ring, 5)).toEqual(ring);
  });
});
