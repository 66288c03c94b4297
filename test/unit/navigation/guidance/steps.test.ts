import { describe, expect, it } from 'vitest';
import type { LongitudeLatitude } from '../../../../src/contract/screen/geography.ts';
import { pointAt } from '../../../../src/navigation/guidance/geometry.ts';
import { routeLine } from '../../../../src/navigation/guidance/route-line.ts';
import { stepsOf, type StepOptions } from '../../../../src/navigation/guidance/steps.ts';
import type { OtherWay } from '../../../../src/navigation/route.ts';
import { routeOf, type Leg } from '../../../support/hand-routes.ts';

const steps = (legs: readonly Leg[], options: Partial<StepOptions> = {}) =>
  stepsOf(routeLine(routeOf(legs)), { drivesOn: 'right', ...options });
/** What is done between departing and arriving. */
const kinds = (legs: readonly Leg[], options: Partial<StepOptions> = {}) =>
  steps(legs, options)
    .slice(1, -1)
    .map(({ kind, keep, exit }) => [kind, ...(keep ? ['keep'] : []), ...(exit === undefined ? [] : [exit])].join(' '));
const way = (bearing: number, given: Partial<OtherWay> = {}): OtherWay => ({
  bearing,
  roadClass: 'residential',
  ramp: false,
  ...given,
});

describe('the things to do on a route', () => {
  it('begin with the departure and end with the arrival', () => {
    const [depart, arrive] = steps([{ towards: 0, metres: 100, name: 'A' }]);
    expect(depart).toMatchObject({ kind: 'depart', at: 0, distance: 0, road: 'A' });
    expect(arrive).toMatchObject({ kind: 'arrive', at: 1, distance: 100 });
    expect(arrive).not.toHaveProperty('side');
  });

  it('tell on which side the destination lies, where that helps', () => {
    const legs = [{ towards: 0, metres: 100 }];
    const end = routeLine(routeOf(legs)).points[1] as LongitudeLatitude;
    const side = (bearing: number, metres: number) =>
      steps(legs, { destination: pointAt(end, bearing, metres) })[1]?.side;
    expect([side(90, 20), side(270, 20), side(45, 30)]).toEqual(['right', 'left', 'right']);
    expect([side(90, 3), side(5, 40), side(180, 40)]).toEqual([undefined, undefined, undefined]);
  });

  it.each([
    [90, 'right'],
    [270, 'left'],
    [140, 'sharp-right'],
    [220, 'sharp-left'],
    [180, 'u-turn'],
  ])('turn at a crossing towards %i: %s', (towards, kind) => {
    const others = [0, 90, 270].filter((one) => one !== towards);
    expect(
      kinds([
        { towards: 0, metres: 200, others },
        { towards, metres: 200, name: 'B' },
      ]),
    ).toEqual([kind]);
  });

  it('say nothing of a bend without a choice, of a name that changes, and of a crossing that is gone straight over', () => {
    expect(
      kinds([
        { towards: 0, metres: 200 },
        { towards: 90, metres: 200 },
      ]),
    ).toEqual([]);
    expect(
      kinds([
        { towards: 0, metres: 200, name: 'A', others: [90, 270] },
        { towards: 5, metres: 200, name: 'B' },
      ]),
    ).toEqual([]);
  });

  it('say nothing of drives beside the road, unless they go straight on where it bends', () => {
    const drive = way(0, { roadClass: 'service' });
    expect(
      kinds([
        { towards: 0, metres: 99, others: [{ ...drive, bearing: 90 }] },
        { towards: 300, metres: 99 },
      ]),
    ).toEqual([]);
    expect(
      kinds([
        { towards: 0, metres: 99, others: [drive] },
        { towards: 300, metres: 99 },
      ]),
    ).toEqual(['left']);
  });

  it('count a turn from where it is done', () => {
    const [, turn] = steps([
      { towards: [0, 10], metres: 200, others: [90] },
      { towards: 280, metres: 100, name: 'Rivera', ref: '5' },
    ]);
    expect(turn).toMatchObject({ kind: 'left', at: 2, distance: 200, ends: 200, road: 'Rivera' });
  });

  it('keep to a side where a road forks', () => {
    const fork = (towards: number, others: (number | OtherWay)[]) =>
      kinds([
        { towards: 0, metres: 200, name: 'A', others },
        { towards, metres: 200, name: 'B' },
      ]);
    expect(fork(345, [20])).toEqual(['slight-left keep']);
    expect(fork(15, [340])).toEqual(['slight-right keep']);
    expect(fork(0, [330, 30])).toEqual(['continue keep']);
    expect(fork(320, [0])).toEqual(['slight-left']);
  });

  it('pass the exits of a motorway in silence, and take one as a ramp', () => {
    const motorway = { roadClass: 'motorway', speed: 110 } as const;
    const exit = way(12, { roadClass: 'motorway', ramp: true });
    expect(
      kinds([
        { towards: 0, metres: 900, others: [exit], ...motorway },
        { towards: 0, metres: 900, ...motorway },
      ]),
    ).toEqual([]);
    const out = { towards: 12, metres: 300, ramp: true, ...motorway };
    const straightOn = way(0, { roadClass: 'motorway' });
    expect(kinds([{ towards: 0, metres: 900, others: [straightOn], ...motorway }, out])).toEqual(['ramp-right']);
    expect(kinds([out, { towards: 0, metres: 900, ...motorway }])).toEqual(['merge']);
  });

  it('take the slip road of a crossing for the turn that it is', () => {
    const primary = { roadClass: 'primary' } as const;
    const legs = [
      { towards: 0, metres: 300, others: [way(0, primary)], ...primary },
      { towards: [30, 60], metres: 50, ramp: true, ...primary },
      { towards: 90, metres: 300, name: 'B', ...primary },
    ];
    expect(steps(legs)[1]).toMatchObject({ kind: 'right', distance: 300, road: 'B' });
    expect(kinds(legs)).toEqual(['right']);
  });

  it('make one U-turn of two turns around a median, to the side that lies inward', () => {
    const around = (turn: number) => [
      { towards: 0, metres: 300, name: 'Italia', others: [0] },
      { towards: turn, metres: 20, others: [turn, 0] },
      { towards: 180, metres: 300, name: 'Italia' },
    ];
    expect(kinds(around(270))).toEqual(['u-turn']);
    expect(kinds(around(90))).toEqual(['right', 'right']);
    expect(kinds(around(90), { drivesOn: 'left' })).toEqual(['u-turn']);
    expect(steps(around(270))[1]).toMatchObject({ distance: 300, ends: 320, road: 'Italia' });
  });
});

describe('a roundabout', () => {
  const through = (side: 'right' | 'left', exits: number, atTheExit: (number | OtherWay)[] = []): Leg[] => {
    const inward = side === 'right' ? -1 : 1;
    const arc = (towards: number, others: (number | OtherWay)[]) => ({
      towards: (towards + 360) % 360,
      metres: 20,
      roundabout: true,
      others,
    });
    const passed = Array.from({ length: exits - 1 }, (_, index) =>
      arc(45 * -inward + 60 * inward * index, [way((90 * -inward + 60 * inward * index + 360) % 360)]),
    );
    return [
      { towards: 0, metres: 200 },
      ...passed,
      arc(0, [(45 * inward + 360) % 360, ...atTheExit]),
      { towards: (40 * -inward + 360) % 360, metres: 200, name: 'Out' },
    ];
  };

  it('counts the exits that are passed', () => {
    for (const exits of [1, 2, 3, 4]) {
      expect(kinds(through('right', exits))).toEqual([`roundabout ${exits}`]);
      expect(kinds(through('left', exits), { drivesOn: 'left' })).toEqual([`roundabout ${exits}`]);
    }
  });

  it('is entered at its beginning and over at its exit', () => {
    expect(steps(through('right', 3))[1]).toMatchObject({ kind: 'roundabout', distance: 200, ends: 260, road: 'Out' });
  });

  it('counts an exit at the same place that comes first, by the side that one drives on', () => {
    expect(kinds(through('right', 2, [80]))).toEqual(['roundabout 3']);
    expect(kinds(through('right', 2, [10]))).toEqual(['roundabout 2']);
    expect(kinds(through('left', 2, [280]), { drivesOn: 'left' })).toEqual(['roundabout 3']);
  });

  it('that the route ends in has no exit', () => {
    const [, inside] = steps([
      { towards: 0, metres: 200 },
      { towards: 45, metres: 20, roundabout: true },
    ]);
    expect(inside).toMatchObject({ kind: 'roundabout', ends: 220 });
    expect(inside).not.toHaveProperty('exit');
  });
});
