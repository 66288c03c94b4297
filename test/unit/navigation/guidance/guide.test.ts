import { Check } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { GuidanceState, PlannedRoute, type Fix } from '../../../../src/contract/screen/route.ts';
import { pointAt } from '../../../../src/navigation/guidance/geometry.ts';
import { Guide, type GuidePlan } from '../../../../src/navigation/guidance/guide.ts';
import { plannedRoute } from '../../../../src/navigation/guidance/planned-route.ts';
import { placeAt, routeLine } from '../../../../src/navigation/guidance/route-line.ts';
import { readSavedGuidance } from '../../../../src/navigation/guidance/saved-guidance.ts';
import { say } from '../../../../src/navigation/guidance/say.ts';
import { mostBack } from '../../../../src/navigation/guidance/tracker.ts';
import type { Route } from '../../../../src/navigation/route.ts';
import { codeOf } from '../../../support/coded.ts';
import { routeOf } from '../../../support/hand-routes.ts';

/** 1 km north, 800 m east, and 100 m north to the destination; 72 km/h. */
const route = routeOf([
  { towards: 0, metres: 1_000, name: 'Norte', speed: 72, others: [0, 270] },
  { towards: 90, metres: 800, name: 'Este', speed: 72, others: [90, 180] },
  { towards: 0, metres: 100, name: 'Corta' },
]);
const line = routeLine(route);
const destination = {
  id: 'p',
  kind: 'point',
  name: 'P',
  category: '',
  position: pointAt([...(line.points.at(-1) ?? [0, 0])], 90, 20),
} as const;
const guideOf = (given: Partial<GuidePlan> = {}) =>
  new Guide({
    routeId: 'r',
    route,
    to: { ...destination, position: [...destination.position] },
    simulated: false,
    drivesOn: 'right',
    begins: 'depart',
    ...given,
  });

/** A position on a route, or beside it. */
function fixAt(metres: number, given: Partial<Fix> & { right?: number } = {}, along: Route = route): Fix {
  const { right = 0, ...rest } = given;
  const { position, heading } = placeAt(routeLine(along), metres);
  return {
    position: pointAt(position, heading + 90, right),
    heading,
    speed: 20,
    accuracy: 5,
    simulated: false,
    ...rest,
  };
}

/** Drives from one place on the route to another at 20 m/s, a position a second, from `second` on. */
function drive(guide: Guide, from: number, to: number, second = 0) {
  const heard: string[] = [];
  let at = second;
  for (let metres = from; metres <= to; metres += 20) {
    for (const announcement of guide.update(fixAt(metres), (at += 1)).announcements) {
      heard.push(say(announcement, { language: 'en', units: 'metric' }).words);
    }
  }
  return { heard, at };
}

describe('guidance along a route', () => {
  it('says each thing at its moment', () => {
    expect(drive(guideOf(), 0, 1_900).heard).toEqual([
      'Guidance starts. Follow the traffic rules.',
      'In 800 metres, turn right onto Este.',
      'In 300 metres, turn right onto Este.',
      'Now, turn right onto Este.',
      'In 800 metres, turn left onto Corta.',
      'In 300 metres, turn left onto Corta, then your destination is on the right.',
      'Now, turn left onto Corta, then your destination is on the right.',
      'You have arrived. Your destination is on the right.',
    ]);
  });

  it('tells its state as the screen shows it', () => {
    const { state } = guideOf().update(fixAt(400), 1);
    expect(state).toMatchObject({ state: 'guiding', next: 1, road: 'Norte', routeId: 'r' });
    expect(Check(GuidanceState, state)).toBe(true);
    if (state.state !== 'guiding') return;
    expect(state.distanceToNext).toBeCloseTo(600, 0);
    expect(state.distanceLeft).toBeCloseTo(1_500, 0);
    // 600 m and 800 m at 20 m/s, 100 m at 10 m/s.
    expect(state.durationLeft).toBeCloseTo(80, 0);
  });

  it('counts its things to do as the planned route lists them', () => {
    const planned = plannedRoute(route, {
      id: 'r',
      to: { ...destination, position: [...destination.position] },
      language: 'ja',
      drivesOn: 'right',
    });
    expect(Check(PlannedRoute, planned)).toBe(true);
    expect(planned.manoeuvres.map(({ at }) => at)).toEqual(guideOf().steps.map(({ at }) => at));
    expect(planned).toMatchObject({ distance: 1_900, duration: 100, line: line.points });
  });

  it('begins at once with what is near', () => {
    const { announcements } = guideOf({ begins: 'new-route' }).update(fixAt(900, { speed: 0 }), 1);
    expect(announcements.map(({ kind }) => kind)).toEqual(['new-route', 'step']);
  });

  it('goes on behind a tunnel, however long nothing was heard', () => {
    const guide = guideOf();
    drive(guide, 0, 200);
    expect(guide.lost().announcements).toEqual([{ kind: 'position-lost' }]);
    expect(guide.lost().announcements).toEqual([]);
    const { state, announcements, reroute } = guide.update(fixAt(1_500), 11 + 65);
    expect(state).toMatchObject({ state: 'guiding', next: 2, road: 'Este' });
    expect(announcements[0]).toEqual({ kind: 'position-found' });
    expect(reroute).toBeUndefined();
  });

  it('arrives where somebody parks a little before the end', () => {
    const guide = guideOf();
    const { at } = drive(guide, 0, 1_860);
    const states = [1, 2, 3, 4, 5].map((second) => guide.update(fixAt(1_865, { speed: 0 }), at + second).state.state);
    expect(states).toEqual(['guiding', 'guiding', 'guiding', 'arrived', 'arrived']);
    expect(guide.saved()).toBeUndefined();
    expect(guide.repeat()).toBeUndefined();
  });

  it('repeats what is next with the distance that it is now', () => {
    const guide = guideOf();
    drive(guide, 0, 500);
    expect(guide.repeat()).toMatchObject({ kind: 'step', step: { kind: 'right' } });
    expect(say(guide.repeat() ?? { kind: 'depart' }, { language: 'ja', units: 'metric' }).clips).toEqual([
      'in-500-metres',
      'turn-right',
    ]);
  });

  it('takes the right one of two passes over the same road', () => {
    const there = routeOf([
      { towards: 0, metres: 600, name: 'A' },
      { towards: 90, metres: 15 },
      { towards: 180, metres: 600, name: 'A' },
    ]);
    const guide = guideOf({ route: there });
    for (let second = 0; second <= 30; second += 1) guide.update(fixAt(second * 20, {}, there), second);
    expect(guide.state).toMatchObject({ state: 'guiding' });
    const back = guide.update(fixAt(615 + 20, {}, there), 32).state;
    expect('distanceLeft' in back ? back.distanceLeft : 0).toBeCloseTo(580, -1);
  });
});

describe('a driver who leaves the route', () => {
  /** Straight on at the turn, 20 m/s. */
  function missTheTurn(guide: Guide, from = 1, to = 15) {
    const corner = placeAt(line, 1_000).position;
    return Array.from({ length: to - from + 1 }, (_, index) =>
      guide.update({ ...fixAt(980), position: pointAt([...corner], 0, (from + index) * 20) }, 100 + from + index),
    );
  }

  it('is given another way within seconds, from where and how one drives', () => {
    const guide = guideOf();
    drive(guide, 0, 1_000);
    const guided = missTheTurn(guide);
    const asked = guided.findIndex(({ reroute }) => reroute !== undefined);
    expect(asked).toBeGreaterThan(1);
    expect(asked).toBeLessThan(8);
    expect(guided[asked]).toMatchObject({
      state: { state: 'rerouting' },
      announcements: [{ kind: 'off-route' }],
      reroute: { heading: 0 },
    });
    expect(guided.filter(({ reroute }) => reroute !== undefined)).toHaveLength(1);
  });

  it('is told once that there is no other way; it is looked for again later', () => {
    const guide = guideOf();
    drive(guide, 0, 1_000);
    missTheTurn(guide);
    expect(guide.rerouteFailed(116).announcements).toEqual([{ kind: 'no-other-way' }]);
    expect(missTheTurn(guide, 16, 29).some(({ reroute }) => reroute !== undefined)).toBe(false);
    const again = missTheTurn(guide, 30, 40);
    expect(again.filter(({ reroute }) => reroute !== undefined)).toHaveLength(1);
    expect(again.flatMap(({ announcements }) => announcements)).toEqual([]);
    expect(guide.rerouteFailed(150).announcements).toEqual([]);
  });

  it('who comes back by himself is guided on', () => {
    const guide = guideOf();
    drive(guide, 0, 1_000);
    missTheTurn(guide);
    const { heard } = drive(guide, 1_300, 1_500, 130);
    expect(guide.state).toMatchObject({ state: 'guiding', next: 2 });
    expect(heard.length).toBeGreaterThan(0);
  });

  it('is noticed by the direction where the road of the route is still near', () => {
    const guide = guideOf();
    const { at } = drive(guide, 0, 600);
    const guided = Array.from({ length: 10 }, (_, second) =>
      guide.update(fixAt(600 - second, { heading: 180, speed: 5 }), at + second + 1),
    );
    expect(guided.some(({ reroute }) => reroute?.heading === 180)).toBe(true);
  });

  it('who rolls back is not followed backwards for more than positions err', () => {
    const guide = guideOf();
    const { at } = drive(guide, 0, 600);
    for (let second = 1; second <= 60; second += 1) {
      const { state } = guide.update(fixAt(600 - second * 2, { speed: 2 }), at + second);
      expect('distanceLeft' in state ? state.distanceLeft : 0).toBeLessThan(1_300 + mostBack + 1);
    }
  });

  it('is not thought of one whose position wanders while standing, or who drives beside the line', () => {
    const guide = guideOf();
    const { at } = drive(guide, 0, 600);
    for (let second = 1; second < 60; second += 1) {
      expect(guide.update(fixAt(600, { right: 50, speed: 0.3 }), at + second).reroute).toBeUndefined();
    }
    for (let second = 60; second < 80; second += 1) {
      expect(guide.update(fixAt(600 + (second - 60) * 20, { right: 30 }), at + second).reroute).toBeUndefined();
    }
  });

  it('is not thought of one who has yet to reach the road', () => {
    const guide = guideOf();
    const guided = Array.from({ length: 20 }, (_, second) =>
      guide.update(fixAt(0, { right: 150 - second * 7, speed: 7 }), second),
    );
    expect(guided.some(({ reroute }) => reroute !== undefined)).toBe(false);
    expect(guided.at(-1)?.state).toMatchObject({ state: 'guiding' });
  });
});

describe('what guidance is taken up again from', () => {
  it('is the destination and where one was, and survives JSON', () => {
    const guide = guideOf({ simulated: true });
    drive(guide, 0, 600);
    const saved = readSavedGuidance(JSON.parse(JSON.stringify(guide.saved())));
    expect(saved).toMatchObject({ format: 1, simulated: true, heading: 0, to: { name: 'P' } });
    expect(saved.progress).toBeCloseTo(600, 0);
  });

  it('is refused where it is something else', () => {
    expect(codeOf(() => readSavedGuidance({ format: 2 }))).toBe('store.unreadable');
  });
});
