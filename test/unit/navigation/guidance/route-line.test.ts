import { describe, expect, it } from 'vitest';
import {
  bearingOf,
  metresBetween,
  offset,
  pointAt,
  turnBetween,
} from '../../../../src/navigation/guidance/geometry.ts';
import { durationLeft, placeAt, routeLine } from '../../../../src/navigation/guidance/route-line.ts';
import { routeOf } from '../../../support/hand-routes.ts';

describe('a route as one line', () => {
  const line = routeLine(
    routeOf([
      { towards: [0, 90], metres: 200 },
      { towards: 90, metres: 100, speed: 18 },
    ]),
  );

  it('has each point once, and tells metres by the stretches', () => {
    expect(line.points).toHaveLength(4);
    expect(line.distances.map(Math.round)).toEqual([0, 100, 200, 300]);
    expect(line.starts).toEqual([0, 2, 3]);
  });

  it('tells the place and the direction', () => {
    expect(placeAt(line, 50).heading).toBeCloseTo(0, 3);
    expect(placeAt(line, 150).heading).toBeCloseTo(90, 3);
    expect(metresBetween(placeAt(line, 250).position, line.points[3] ?? [0, 0])).toBeCloseTo(50, 1);
  });

  it('tells the time left, in the middle of a stretch too', () => {
    expect([0, 100, 200, 250, 300, 999].map((metres) => Math.round(durationLeft(line, metres)))).toEqual([
      40, 30, 20, 10, 0, 0,
    ]);
  });

  it('bears stretches without length', () => {
    const flat = routeLine(
      routeOf([
        { towards: 0, metres: 0 },
        { towards: 0, metres: 100 },
        { towards: 0, metres: 0 },
      ]),
    );
    expect(flat.distances.map(Math.round)).toEqual([0, 0, 100, 100]);
    expect([durationLeft(flat, 0), durationLeft(flat, 100)]).toEqual([10, 0]);
  });
});

describe('directions and distances', () => {
  it('are those of the sphere', () => {
    // A minute of latitude is a nautical mile.
    expect(metresBetween([10, 40], [10, 40 + 1 / 60])).toBeCloseTo(1_853.2, 0);
    expect(bearingOf([0, 0], [1, 0])).toBeCloseTo(90, 6);
    expect([turnBetween(350, 10), turnBetween(10, 350), turnBetween(0, 180), turnBetween(180, 0)]).toEqual([
      20, -20, 180, 180,
    ]);
  });

  it('go over the antimeridian', () => {
    const east = pointAt([179.999, -17], 90, 500);
    expect(east[0]).toBeLessThan(-179.99);
    expect(offset([179.999, -17], east).east).toBeCloseTo(500, 0);
    expect(metresBetween([179.999, -17], east)).toBeCloseTo(500, 0);
  });
});
