import { describe, expect, it } from 'vitest';
import { unwrapLine, unwrapPolygon } from '../../../../cartography/sources/antimeridian.ts';
import { readNaturalEarth } from '../../../../cartography/sources/natural-earth.ts';
import { worldSize, type Position } from '../../../../cartography/geometry/world.ts';

describe('the antimeridian', () => {
  it('is crossed without a jump', () => {
    expect(
      unwrapLine([
        [179, 10],
        [-179, 11],
        [-170, 12],
        [178, 13],
      ]),
    ).toEqual([
      [179, 10],
      [181, 11],
      [190, 12],
      [178, 13],
    ]);
  });

  it('closes a ring around the pole along the pole', () => {
    const coast = [
      [-180, -70],
      [-90, -72],
      [0, -75],
      [90, -71],
      [180, -70],
    ];
    const [ring] = unwrapPolygon([coast]);
    expect(ring?.[0]).toEqual(ring?.at(-1));
    expect(Math.min(...(ring ?? []).map(([, latitude = 0]) => latitude))).toBe(-90);
    const longitudes = (ring ?? []).map(([longitude = 0]) => longitude);
    expect(Math.min(...longitudes)).toBeLessThan(-179);
    expect(Math.max(...longitudes)).toBeGreaterThan(179);
  });

  it.each(['110m', '50m', '10m'] as const)(
    'leaves no polygon of Natural Earth %s stretched across the map',
    async (scale) => {
      const { land, countries, borders } = await readNaturalEarth(scale);
      const rings = [...land, ...countries.flatMap(({ polygons }) => polygons)].flat();
      const stretched = rings.filter((ring) => ring.some((position, index) => isStretched(ring[index - 1], position)));
      expect(stretched).toEqual([]);
      expect(rings.every((ring) => ring[0]?.[0] === ring.at(-1)?.[0] && ring[0]?.[1] === ring.at(-1)?.[1])).toBe(true);
      expect(land.length).toBeGreaterThan(100);
      expect(borders.length).toBeGreaterThan(100);
      expect(countries.find(({ name }) => name === 'Uruguay')?.code).toBe('UY');
    },
  );
});

/** Along the pole alone a line may go round the world. */
function isStretched(from: Position | undefined, to: Position): boolean {
  if (from === undefined || (from[1] === worldSize && to[1] === worldSize)) return false;
  return Math.abs(to[0] - from[0]) > worldSize / 2;
}
