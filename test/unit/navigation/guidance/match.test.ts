import { describe, expect, it } from 'vitest';
import type { LongitudeLatitude } from '../../../../src/contract/screen/geography.ts';
import { pointAt } from '../../../../src/navigation/guidance/geometry.ts';
import { matchOnto } from '../../../../src/navigation/guidance/match.ts';
import { routeLine } from '../../../../src/navigation/guidance/route-line.ts';
import { montevideo, routeOf } from '../../../support/hand-routes.ts';

/** Up one carriageway and down the other, 20 m east of it. */
const line = routeLine(
  routeOf([
    { towards: 0, metres: 500 },
    { towards: 90, metres: 20 },
    { towards: 180, metres: 500 },
  ]),
);
const beside = (metres: number, east: number): LongitudeLatitude => pointAt(pointAt(montevideo, 0, metres), 90, east);
const whole = { from: 0, to: line.length };

describe('the place on a route', () => {
  it('is the nearest one that the heading fits', () => {
    expect(matchOnto(line, beside(300, 4), 0, { ...whole, expected: 520 }).distance).toBeCloseTo(300, 0);
    expect(matchOnto(line, beside(300, 4), 180, { ...whole, expected: 520 })).toMatchObject({
      astray: expect.closeTo(0, 0) as number,
    });
    expect(matchOnto(line, beside(300, 4), 180, { ...whole, expected: 520 }).distance).toBeCloseTo(720, 0);
  });

  it('without a heading is the one that can be reached by now', () => {
    expect(matchOnto(line, beside(300, 10), undefined, { ...whole, expected: 280 }).distance).toBeCloseTo(300, 0);
    expect(matchOnto(line, beside(300, 10), undefined, { ...whole, expected: 740 }).distance).toBeCloseTo(720, 0);
  });

  it('lies within the window', () => {
    const match = matchOnto(line, beside(300, 0), undefined, { from: 350, to: 400, expected: 350 });
    expect(match.distance).toBeCloseTo(350, 0);
    expect(match.away).toBeCloseTo(50, 0);
  });

  it('tells how far the position is from it, and how far the heading', () => {
    const match = matchOnto(line, beside(300, -25), 30, { ...whole, expected: 300 });
    expect(match.away).toBeCloseTo(25, 0);
    expect(match.astray).toBeCloseTo(30, 1);
  });
});
