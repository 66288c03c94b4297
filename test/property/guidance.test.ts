import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LongitudeLatitude } from '../../src/contract/screen/geography.ts';
import type { Fix } from '../../src/contract/screen/route.ts';
import { metresBetween, pointAt } from '../../src/navigation/guidance/geometry.ts';
import { Guide, type Guided } from '../../src/navigation/guidance/guide.ts';
import { placeAt, routeLine, type RouteLine } from '../../src/navigation/guidance/route-line.ts';
import type { Announcement } from '../../src/navigation/guidance/say.ts';
import { mostBack } from '../../src/navigation/guidance/tracker.ts';
import { SimulatedDrive } from '../../src/navigation/position/simulated-drive.ts';
import type { Route } from '../../src/navigation/route.ts';
import { routeOf } from '../support/hand-routes.ts';

const leg = fc.record({
  turn: fc.integer({ min: -110, max: 110 }),
  /** Back over the same road: far enough for the receiver's errors to matter no more. */
  back: fc.nat(7).map((one) => one === 0),
  metres: fc.integer({ min: 30, max: 1_200 }),
  speed: fc.constantFrom(20, 36, 50, 90, 120),
  others: fc.array(fc.integer({ min: 0, max: 359 }), { maxLength: 3 }),
  name: fc.option(fc.constantFrom('A', 'B', 'C'), { nil: undefined }),
});

const route = fc.array(leg, { minLength: 1, maxLength: 10 }).map((legs): Route => {
  let towards = 0;
  return routeOf(
    legs.map(({ turn, back, metres, name, ...rest }) => {
      towards = (towards + (back ? 180 : turn) + 360) % 360;
      return { ...rest, towards, metres: back ? metres + 300 : metres, ...(name === undefined ? {} : { name }) };
    }),
  );
});

/** Metres and direction that a receiver errs by, and degrees of its course; some seconds give no position at all. */
const noise = fc.array(
  fc.record({
    metres: fc.integer({ min: 0, max: 14 }),
    towards: fc.integer({ min: 0, max: 359 }),
    course: fc.integer({ min: -15, max: 15 }),
    missing: fc.nat(9).map((one) => one === 0),
  }),
  { minLength: 20, maxLength: 20 },
);
type Noise = typeof noise extends fc.Arbitrary<infer T> ? T : never;

const place = { id: 'p', kind: 'point', name: 'P', category: '' } as const;

function guideFor(one: Route): Guide {
  const to = { ...place, position: routeLine(one).points.at(-1) ?? ([0, 0] as [number, number]) };
  return new Guide({ routeId: 'r', route: one, to, simulated: false, drivesOn: 'right', begins: 'depart' });
}

const withNoise = (fix: Fix, { metres, towards, course }: Noise[number]): Fix => ({
  ...fix,
  simulated: false,
  position: pointAt(fix.position, towards, metres),
  ...(fix.heading === undefined ? {} : { heading: (fix.heading + course + 360) % 360 }),
});

/** Follows the route as its roads are driven, and what is told then; ends after `seconds` where that is given. */
function drive(one: Route, errors: Noise, seconds = Infinity): { guide: Guide; told: Guided[]; now: number; fix: Fix } {
  const guide = guideFor(one);
  const car = new SimulatedDrive(routeLine(one), 1);
  const told: Guided[] = [];
  let now = 0;
  let fix = car.advance(0);
  for (; now < seconds && told.at(-1)?.state.state !== 'arrived'; now += 1) {
    const error = errors[now % errors.length];
    if (error !== undefined && !error.missing) told.push(guide.update(withNoise(fix, error), now));
    if (now > 10_000) throw new Error('never arrives');
    fix = car.advance(1);
  }
  return { guide, told, now, fix };
}

const left = ({ state }: Guided) => ('distanceLeft' in state ? state.distanceLeft : 0);
const steps = (told: readonly Guided[]) =>
  told.flatMap(({ announcements }) => announcements).filter((one) => one.kind === 'step');

describe('a route that is followed', () => {
  it('is driven to its end, without another way being asked for', () => {
    fc.assert(
      fc.property(route, noise, (one, errors) => {
        const { told } = drive(one, errors);
        expect(told.at(-1)?.state.state).toBe('arrived');
        expect(told.filter(({ reroute }) => reroute !== undefined)).toEqual([]);
        const kinds = told.flatMap(({ announcements }) => announcements.map(({ kind }) => kind));
        expect(kinds.filter((kind) => kind === 'arrived' || kind === 'depart')).toEqual(['depart', 'arrived']);
      }),
    );
  });

  it('is never gone back on by more than positions err', () => {
    fc.assert(
      fc.property(route, noise, (one, errors) => {
        let least = Infinity;
        for (const guided of drive(one, errors).told) {
          expect(left(guided)).toBeLessThanOrEqual(least + mostBack);
          least = Math.min(least, left(guided));
        }
      }),
    );
  });

  it('has each thing to do announced at most once from each distance, the far ones first, and none afterwards', () => {
    fc.assert(
      fc.property(route, noise, (one, errors) => {
        const heard = new Map<number, number>();
        let last = 0;
        for (const { step, metres = -1 } of steps(drive(one, errors).told)) {
          expect(metres).toBeLessThan(heard.get(step.at) ?? Infinity);
          heard.set(step.at, metres);
          expect(step.distance).toBeGreaterThanOrEqual(last);
          last = step.distance;
        }
      }),
    );
  });
});

/** From the nearest of all places of the route, wherever one ought to be; a metre may be missing. */
function metresAway(line: RouteLine, position: LongitudeLatitude): number {
  const places = Array.from({ length: Math.ceil(line.length) + 1 }, (_, metre) => placeAt(line, metre).position);
  return Math.min(...places.map((one) => metresBetween(one, position)));
}

describe('a route that is left', () => {
  it('makes the guide ask for another way within ten seconds at more than 60 metres, once', () => {
    const astray = fc.record({
      after: fc.integer({ min: 5, max: 120 }),
      towards: fc.integer({ min: 0, max: 359 }),
      metres: fc.integer({ min: 61, max: 3_000 }),
      speed: fc.integer({ min: 0, max: 40 }),
      every: fc.constantFrom(1, 2, 5),
    });
    fc.assert(
      fc.property(route, noise, astray, (one, errors, { after, towards, metres, speed, every }) => {
        const { guide, told, now, fix } = drive(one, errors, after);
        fc.pre(told.length > 0 && told.at(-1)?.state.state === 'guiding');
        const position = pointAt(fix.position, towards, metres);
        fc.pre(metresAway(routeLine(one), position) > 61);
        const off: Fix = { position, heading: towards, speed, accuracy: 5, simulated: false };
        const heard: Guided[] = [];
        for (let second = 0; second <= 10; second += every) heard.push(guide.update(off, now + second));
        const asked = heard.flatMap(({ reroute }) => (reroute === undefined ? [] : [reroute]));
        expect(asked).toEqual([{ from: position, ...(speed >= 3 ? { heading: towards } : {}) }]);
        const said = heard
          .flatMap(({ announcements }) => announcements)
          .filter((a: Announcement) => a.kind === 'off-route');
        expect(said).toHaveLength(1);
        expect(heard.at(-1)?.state.state).toBe('rerouting');
      }),
    );
  });
});
