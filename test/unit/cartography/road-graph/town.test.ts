import { describe, expect, it } from 'vitest';
import { buildRoadGraph } from '../../../../cartography/road-graph/build-graph.ts';
import { turnRestrictionsOf } from '../../../../cartography/road-graph/turn-restrictions.ts';
import { tileBox, toLongitudeLatitude } from '../../../../cartography/geometry/world.ts';
import type { OsmFeature } from '../../../../cartography/sources/osm-feature.ts';
import { decodeRoadGraph } from '../../../../src/navigation/road-graph/decode-graph.ts';
import type { RoadGraph } from '../../../../src/navigation/road-graph/road-graph.ts';
import type { Route } from '../../../../src/navigation/route.ts';
import { findRoute, type RouteOptions } from '../../../../src/navigation/routing/find-route.ts';
import { codeOf } from '../../../support/coded.ts';
import { degrees, metres, node, origin, way } from '../../../support/road-graphs.ts';

type Point = readonly [east: number, north: number];

function town(features: readonly OsmFeature[], restrictions?: unknown): RoadGraph {
  const read = turnRestrictionsOf(restrictions);
  return decodeRoadGraph(buildRoadGraph({ features, restrictions: read, drivesOn: 'right' }));
}

function drive(graph: RoadGraph, from: Point, to: Point, options: RouteOptions = {}): Route {
  return findRoute(graph, degrees(...from), degrees(...to), options);
}

const names = (route: Route) => route.stretches.map(({ name }) => name);
const line = (...points: Point[]) => points.map((point) => metres(...point));

/** A cross of two streets, and a way round it: from the south one can go north, east, or round by the east. */
const crossing = [
  way(1, line([0, -300], [0, 0]), { name: 'South' }),
  way(2, line([0, 0], [0, 300]), { name: 'North' }),
  way(3, line([0, 0], [300, 0]), { name: 'East' }),
  way(4, line([-3000, 0], [0, 0]), { name: 'West' }),
  way(5, line([300, 0], [300, 300], [0, 300]), { name: 'Round' }),
];

function restriction(tags: Record<string, string>, from: number, to: number): unknown {
  const [lon, lat] = degrees(0, 0);
  const members = [
    { type: 'way', ref: from, role: 'from' },
    { type: 'node', ref: 9, role: 'via', lon, lat },
    { type: 'way', ref: to, role: 'to' },
  ];
  return { elements: [{ type: 'relation', id: 1, tags: { type: 'restriction', ...tags }, members }] };
}

describe('turn restrictions', () => {
  it('are heeded: a forbidden turn is driven round', () => {
    const free = drive(town(crossing), [0, -200], [0, 200]);
    expect(names(free)).toEqual(['South', 'North']);
    const graph = town(crossing, restriction({ restriction: 'no_straight_on' }, 1, 2));
    expect(names(drive(graph, [0, -200], [0, 200]))).toEqual(['South', 'East', 'Round', 'North']);
    // From elsewhere the same road is open.
    expect(names(drive(graph, [-200, 0], [0, 200]))).toEqual(['West', 'North']);
  });

  it('of the kind "only" forbid every other turn', () => {
    const graph = town(crossing, restriction({ restriction: 'only_right_turn' }, 1, 3));
    expect(names(drive(graph, [0, -200], [0, 200]))).toEqual(['South', 'East', 'Round', 'North']);
    expect(graph.forbiddenFrom).toHaveLength(2);
  });

  it.each([
    ['for bicycles only', { 'restriction:bicycle': 'no_straight_on' }],
    ['but not for cars', { restriction: 'no_straight_on', except: 'bus;motorcar' }],
    ['of a kind that nobody knows', { restriction: 'no_stopping' }],
  ])('%s do not count', (_what, tags: Record<string, string>) => {
    expect(town(crossing, restriction(tags, 1, 2)).forbiddenFrom).toHaveLength(0);
  });

  it('do not show among the other ways of a junction', () => {
    const others = (graph: RoadGraph) => drive(graph, [0, -200], [200, 0]).stretches[0]?.otherWays;
    expect(
      others(town(crossing))
        ?.map(({ bearing }) => Math.round(bearing))
        .toSorted((a, b) => a - b),
    ).toEqual([0, 270]);
    expect(others(town(crossing, restriction({ restriction: 'no_straight_on' }, 1, 2)))).toHaveLength(1);
  });
});

describe('directions and access', () => {
  it.each([
    ['yes', [200, 0], [-200, 0]],
    ['-1', [-200, 0], [200, 0]],
  ] as const)('oneway=%s is not driven against', (oneway, from, to) => {
    const streets = [
      way(1, line([-300, 0], [300, 0]), { oneway, name: 'Direct' }),
      way(2, line([300, 0], [300, 200], [-300, 200], [-300, 0]), { name: 'Back' }),
    ];
    expect(names(drive(town(streets), from, to)).includes('Back')).toBe(true);
    expect(names(drive(town(streets), to, from))).toEqual(['Direct']);
  });

  it('roundabouts are driven round in their direction, and are told as such', () => {
    const ring = line([30, 0], [0, 30], [-30, 0], [0, -30], [30, 0]);
    const streets = [
      way(1, ring, { junction: 'roundabout', name: 'Ring' }),
      way(2, line([0, -30], [0, -300]), { name: 'South' }),
      way(3, line([-30, 0], [-300, 0]), { name: 'West' }),
      way(4, line([30, 0], [300, 0]), { name: 'East' }),
    ];
    const route = drive(town(streets), [0, -200], [-200, 0]);
    expect(names(route)).toEqual(['South', 'Ring', 'Ring', 'West']);
    expect(route.stretches.map(({ roundabout }) => roundabout)).toEqual([false, true, true, false]);
    // Counting exits: one is passed, to the east.
    expect(route.stretches.slice(1).map(({ otherWays }) => otherWays.length)).toEqual([1, 1, 0]);
  });

  it('roads that are private lead to what lies on them, and are no short cut', () => {
    const streets = [
      way(1, line([-300, 0], [-100, 0]), { name: 'West' }),
      way(2, line([-100, 0], [100, 0]), { access: 'private', name: 'Private' }),
      way(3, line([100, 0], [300, 0]), { name: 'East' }),
      way(4, line([-100, 0], [-100, 900], [100, 900], [100, 0]), { name: 'Round' }),
    ];
    const graph = town(streets);
    expect(names(drive(graph, [-200, 0], [200, 0]))).toEqual(['West', 'Round', 'East']);
    expect(names(drive(graph, [-200, 0], [0, 0]))).toEqual(['West', 'Private']);
    const closed = town(
      streets.map((street) => (street.id === 2 ? way(2, line([-100, 0], [100, 0]), { motor_vehicle: 'no' }) : street)),
    );
    expect(names(drive(closed, [-200, 0], [200, 0]))).toEqual(['West', 'Round', 'East']);
  });

  it('a bollard lets nobody through, a gate does', () => {
    const streets = [way(1, line([-300, 0], [0, 0], [300, 0]), { name: 'Street' })];
    const withNode = (barrier: string) => town([...streets, node(2, metres(0, 0), { barrier })]);
    expect(names(drive(withNode('gate'), [-200, 0], [200, 0]))).toEqual(['Street']);
    expect(codeOf(() => drive(withNode('bollard'), [-200, 0], [200, 0]))).toBe('route.none');
  });
});

describe('crossings', () => {
  const street = (id: number, more = {}) => way(id, line([-300, 0], [0, 0], [300, 0]), { name: 'Below', ...more });
  const across = (more = {}) => way(2, line([0, -300], [0, 0], [0, 300]), { name: 'Above', ...more });

  it('join ways that share a node, and leave a bridge above alone', () => {
    expect(names(drive(town([street(1), across()]), [-200, 0], [0, 200]))).toEqual(['Below', 'Above']);
    const bridge = town([street(1), across({ bridge: 'yes', layer: '1' })]);
    expect(codeOf(() => drive(bridge, [-200, 0], [0, 200]))).toBe('route.none');
  });

  it('do not join ways that cross without a node', () => {
    const apart = town([
      way(1, line([-300, 0], [300, 0]), { name: 'A' }),
      way(2, line([0, -300], [0, 300]), { name: 'B' }),
    ]);
    expect(codeOf(() => drive(apart, [-200, 0], [0, 200]))).toBe('route.none');
  });

  it('do not join ways that the source only cut where they cross on the border of a tile', () => {
    const [x, y] = [tileBox(12, 2048, 2048).minX, tileBox(12, 2048, 2048).minY + 500_000];
    const cut = (dy: number, id: number) =>
      way(id, [
        [x - 30_000, y - dy],
        [x, y],
        [x + 30_000, y + dy],
      ]);
    const bent = way(3, [
      [x - 30_000, y],
      [x, y],
      [x, y + 30_000],
    ]);
    const at = (east: number, south: number): Point => {
      const [longitude, latitude] = toLongitudeLatitude([x + east, y + south]);
      return [(longitude - origin) * 111_195, (latitude - origin) * 111_195];
    };
    const [a, b] = [at(-20_000, -20_000), at(20_000, -20_000)];
    expect(codeOf(() => drive(town([cut(30_000, 1), cut(-30_000, 2)]), a, b))).toBe('route.none');
    expect(drive(town([cut(30_000, 1), bent]), a, at(0, 20_000)).stretches).toHaveLength(2);
  });

  it('join pieces of a way whose ends on a border were rounded apart', () => {
    const x = tileBox(12, 2048, 2048).minX;
    const y = 2 ** 31 - 500_000;
    const whole = way(1, []);
    const pieces: OsmFeature = {
      ...whole,
      kind: 'line',
      lines: [
        [
          [x - 30_000, y],
          [x, y],
        ],
        [
          [x, y + 1],
          [x + 30_000, y],
        ],
        [
          [x, y],
          [x, y + 30_000],
        ],
      ],
    };
    expect(town([pieces]).nodeCount).toBe(4);
  });
});

describe('a route', () => {
  const streets = [
    way(1, line([0, 0], [500, 0], [1000, 0]), {
      name: 'Fast',
      ref: '5',
      highway: 'trunk',
      maxspeed: '90',
      oneway: 'yes',
    }),
    way(2, line([1000, 0], [2000, 0]), { name: 'Slow', maxspeed: '30 mph' }),
    way(3, line([1000, 0], [1000, 500]), { name: '', highway: 'trunk_link' }),
    way(4, line([2000, 0], [2000, 1000], [0, 1000], [0, 0]), { name: 'Back', surface: 'gravel' }),
    way(5, line([5000, 0], [5400, 0]), { name: 'Island' }),
    node(6, metres(500, 0), { highway: 'traffic_signals' }),
  ];

  it('tells what each road is, and adds up', () => {
    const { stretches, length, duration } = drive(town(streets), [100, 10], [1500, -10]);
    expect(stretches).toMatchObject([
      { name: 'Fast', ref: '5', roadClass: 'trunk', speed: 81, speedLimit: 90, ramp: false },
      { name: 'Slow', roadClass: 'residential', speedLimit: 48, otherWays: [] },
    ]);
    expect(stretches[0]?.otherWays).toMatchObject([{ roadClass: 'trunk', ramp: true }]);
    expect(stretches[1]).not.toHaveProperty('ref');
    expect(length).toBeCloseTo(1400, 0);
    // The wait at the light counts for the share of its road that is driven.
    expect(duration).toBeCloseTo(900 / (81 / 3.6) + 0.9 * 6 + 500 / (31 / 3.6), 0);
  });

  it('starts the way the car moves, and the other way only where nothing else leads there', () => {
    const graph = town(streets);
    expect(names(drive(graph, [1500, 0], [1900, 0], { heading: 270 })).length).toBeGreaterThan(1);
    expect(names(drive(graph, [1500, 0], [1900, 0], { heading: 90 }))).toEqual(['Slow']);
    expect(names(drive(graph, [5300, 0], [5390, 0], { heading: 270 }))).toContain('Island');
  });

  it('that leads nowhere, or from nowhere, has a code', () => {
    const graph = town(streets);
    expect(codeOf(() => drive(graph, [100, 0], [5200, 0]))).toBe('route.none');
    expect(codeOf(() => drive(graph, [100, 0], [100, 90_000]))).toBe('route.off-map');
    expect(codeOf(() => drive(graph, [100, 0], [100, -300], { within: 100 }))).toBe('route.off-map');
  });

  it('prefers a road of the main network to a nearer one that leads nowhere', () => {
    const graph = town([...streets, way(7, line([1200, 60], [1300, 60]), { name: 'Yard' })]);
    expect(names(drive(graph, [1250, 50], [1900, 0]))).toEqual(['Slow']);
  });

  it('to where one is has no length, and still a line', () => {
    const route = drive(town(streets), [1500, 0], [1500, 0]);
    expect(route).toMatchObject({ length: 0, duration: 0 });
    expect(route.stretches[0]?.line).toHaveLength(2);
  });
});
