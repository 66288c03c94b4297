import { describe, expect, it } from 'vitest';
import { driveOf } from '../../../../renderer/map/map-host.ts';
import { manoeuvreShape } from '../../../../renderer/views/route/manoeuvre-shape.ts';
import { nextSteps } from '../../../../renderer/views/route/next-steps.ts';
import type { GuidanceState, Manoeuvre, PlannedRoute } from '../../../../src/contract/screen/route.ts';

const manoeuvre = (kind: Manoeuvre['kind'], distance: number): Manoeuvre => ({ kind, at: 0, distance, words: kind });
const route: PlannedRoute = {
  id: 'r1',
  to: { id: 'p', kind: 'poi', name: 'There', category: 'fuel', position: [1, 0] },
  distance: 2_000,
  duration: 200,
  line: [
    [0, 0],
    [1, 0],
  ],
  bounds: [0, 0, 1, 0],
  manoeuvres: [manoeuvre('depart', 0), manoeuvre('left', 500), manoeuvre('right', 700), manoeuvre('arrive', 2_000)],
};
const guiding = {
  state: 'guiding',
  routeId: 'r1',
  to: route.to,
  simulated: true,
  next: 1,
  distanceToNext: 100,
  distanceLeft: 1_600,
  durationLeft: 160,
} as const satisfies GuidanceState;

describe('what to do next', () => {
  it('comes with what follows at once', () => {
    const { step, following } = nextSteps(route, 1);
    expect([step?.kind, following?.kind]).toEqual(['left', 'right']);
  });

  it('comes alone where there is time, at the end, and without a route', () => {
    expect(nextSteps(route, 2).following).toBeUndefined();
    expect(nextSteps(route, 3)).toMatchObject({ step: { kind: 'arrive' }, following: undefined });
    expect(nextSteps(null, 0)).toEqual({ step: undefined, following: undefined });
  });
});

describe('where the drive is', () => {
  it('is told in metres from the start', () => {
    expect(driveOf(guiding, route)).toEqual({ metres: 400, next: route.manoeuvres[1], toTurn: 100 });
    expect(driveOf({ ...guiding, state: 'rerouting' }, route)?.metres).toBe(400);
  });

  it('is unknown for another route, and without guidance', () => {
    expect(driveOf({ ...guiding, routeId: 'r2' }, route)).toBeUndefined();
    expect(driveOf({ state: 'none' }, route)).toBeUndefined();
    expect(driveOf(guiding, null)).toBeUndefined();
  });
});

describe('the picture of a manoeuvre', () => {
  const kinds = [
    'depart',
    'continue',
    'slight-left',
    'left',
    'sharp-left',
    'slight-right',
    'right',
    'sharp-right',
    'u-turn',
    'roundabout',
    'ramp-left',
    'ramp-right',
    'merge',
    'arrive',
  ] as const;

  it('is another one for each kind', () => {
    const pictures = kinds.map((kind) => JSON.stringify(manoeuvreShape(kind)));
    expect(new Set(pictures).size).toBe(kinds.length);
  });

  it('stays within its square', () => {
    for (const kind of kinds) {
      const numbers =
        manoeuvreShape(kind)
          .head?.match(/-?\d+(?:\.\d+)?/gu)
          ?.map(Number) ?? [];
      for (const number of numbers) expect(number, kind).toBeGreaterThanOrEqual(0);
      for (const number of numbers) expect(number, kind).toBeLessThanOrEqual(48);
    }
  });

  it('mirrors left and right', () => {
    const mirrored = (path: string | undefined) =>
      (path?.match(/-?\d+(?:\.\d+)? -?\d+(?:\.\d+)?/gu) ?? [])
        .map((pair) => pair.split(' ').map(Number))
        .map(([x = 0, y = 0]) => `${(48 - x).toFixed(1)} ${y.toFixed(1)}`)
        .toSorted();
    const plain = (path: string | undefined) =>
      (path?.match(/-?\d+(?:\.\d+)? -?\d+(?:\.\d+)?/gu) ?? [])
        .map((pair) => pair.split(' ').map(Number))
        .map(([x = 0, y = 0]) => `${x.toFixed(1)} ${y.toFixed(1)}`)
        .toSorted();
    for (const [left, right] of [
      ['left', 'right'],
      ['slight-left', 'slight-right'],
      ['sharp-left', 'sharp-right'],
    ] as const) {
      expect(mirrored(manoeuvreShape(left).head)).toEqual(plain(manoeuvreShape(right).head));
    }
  });
});
