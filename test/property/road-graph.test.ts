import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CodedError } from '../../src/errors/coded-error.ts';
import { decodeRoadGraph } from '../../src/navigation/road-graph/decode-graph.ts';
import { encodeRoadGraph } from '../../src/navigation/road-graph/encode-graph.ts';
import type { GraphParts } from '../../src/navigation/road-graph/graph-parts.ts';
import { endOf, isOpen, startOf, type RoadGraph } from '../../src/navigation/road-graph/road-graph.ts';
import { findPath } from '../../src/navigation/routing/find-path.ts';
import { findRoute } from '../../src/navigation/routing/find-route.ts';
import type { RoadPosition } from '../../src/navigation/routing/nearest-road.ts';
import { plainDijkstra } from '../support/plain-dijkstra.ts';
import { partOfLine } from '../../src/navigation/routing/part-of-line.ts';
import { edge, smallGraph } from '../support/road-graphs.ts';

const coordinate = fc.integer({ min: -200_000, max: 200_000 });
const text = fc.option(fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }), { nil: undefined });

/** Towns of a few nodes with roads of every kind between them, and forbidden turns. */
const towns: fc.Arbitrary<GraphParts> = fc.integer({ min: 1, max: 9 }).chain((nodeCount) => {
  const place = fc.integer({ min: 0, max: nodeCount - 1 });
  const road = fc.record({
    from: place,
    to: place,
    flags: fc.integer({ min: 1, max: 127 }).map((flags) => ((flags & 3) === 0 ? flags | 1 : flags)),
    roadClass: fc.integer({ min: 0, max: 9 }),
    speed: fc.integer({ min: 1, max: 255 }),
    speedLimit: fc.integer({ min: 0, max: 255 }),
    delay: fc.integer({ min: 0, max: 255 }),
    name: text,
    ref: text,
    between: fc.array(fc.tuple(coordinate, coordinate), { maxLength: 4 }).map((points) => points.flat()),
  });
  return fc
    .record({
      drivesOn: fc.constantFrom('left' as const, 'right' as const),
      nodes: fc.array(
        fc.record({ longitude: coordinate, latitude: coordinate, delay: fc.integer({ min: 0, max: 255 }) }),
        { minLength: nodeCount, maxLength: nodeCount },
      ),
      edges: fc.array(road, { minLength: 1, maxLength: 16 }),
      forbidden: fc.constant([]),
      chosen: fc.infiniteStream(fc.nat({ max: 3 })),
    })
    .map(({ chosen, ...parts }) => ({
      ...parts,
      forbidden: someTurns(decodeRoadGraph(encodeRoadGraph(parts)), chosen),
    }));
});

function someTurns(graph: RoadGraph, chosen: Iterable<number>): [number, number][] {
  const dice = chosen[Symbol.iterator]();
  const arcs = Array.from({ length: 2 * graph.edgeCount }, (_, arc) => arc).filter((arc) => isOpen(graph, arc));
  return arcs.flatMap((from) =>
    arcs
      .filter((to) => endOf(graph, from) === startOf(graph, to) && dice.next().value === 0)
      .map((to): [number, number] => [from, to]),
  );
}

describe('a road graph', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(towns, (parts) => {
        const graph = decodeRoadGraph(encodeRoadGraph(parts));
        expect(graph).toMatchObject({ drivesOn: parts.drivesOn, nodeCount: parts.nodes.length });
        parts.edges.forEach(({ from, to, between, name, ref, ...facts }, at) => {
          expect([graph.from[at], graph.to[at]]).toEqual([from, to]);
          expect(facts).toMatchObject({
            flags: graph.flags[at],
            speed: graph.speed[at],
            roadClass: graph.roadClass[at],
          });
          expect(graph.texts[graph.name[at] ?? 0] ?? '').toBe(name ?? '');
          expect(graph.texts[graph.ref[at] ?? 0] ?? '').toBe(ref ?? '');
          const points = graph.points.subarray(2 * (graph.firstPoint[at] ?? 0), 2 * (graph.firstPoint[at + 1] ?? 0));
          expect([...points.subarray(2, -2)]).toEqual(between);
        });
        expect([...graph.forbiddenFrom].map((from, at) => [from, graph.forbiddenTo[at]])).toEqual(parts.forbidden);
      }),
      { numRuns: 150 },
    );
  });

  it('gives paths that cost what an independent Dijkstra says, forbidden turns and loops among them', () => {
    fc.assert(
      fc.property(
        towns,
        fc.array(fc.tuple(fc.nat(), fc.nat(), fc.integer({ min: 0, max: 4 })), { maxLength: 8 }),
        (parts, picks) => {
          const graph = decodeRoadGraph(encodeRoadGraph(parts));
          const plainFrom = plainDijkstra(graph);
          for (const [a, b, quarter] of picks) {
            const [from, to] = [placeOn(graph, a, quarter / 4), placeOn(graph, b, 0.5)];
            const path = findPath(graph, from, to);
            expect(path?.weight ?? Infinity).toBe(plainFrom(from)(to));
            path?.arcs.forEach((arc, at) => {
              expect(isOpen(graph, arc)).toBe(true);
              if (at > 0) expect(endOf(graph, path.arcs[at - 1] ?? -1)).toBe(startOf(graph, arc));
            });
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is read or refused with a code where bytes of it changed, and searched to an end', () => {
    const change = fc.tuple(fc.nat({ max: 400 }), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(
        towns,
        fc.array(change, { minLength: 1, maxLength: 4 }),
        fc.nat({ max: 3 }),
        (parts, changes, cut) => {
          const bytes = encodeRoadGraph(parts);
          for (const [at, value] of changes) bytes[at % bytes.length] = value;
          try {
            const graph = decodeRoadGraph(bytes.subarray(0, bytes.length - cut));
            findRoute(graph, [0, 0], [0.01, 0.01], { within: 1e6 });
          } catch (error) {
            if (!(error instanceof CodedError)) throw error;
            expect(['map.graph-invalid', 'route.none', 'route.off-map']).toContain(error.code);
          }
        },
      ),
      { numRuns: 1_500 },
    );
  });

  it.each([
    [
      'more nodes than it has bytes',
      (bytes: Uint8Array) => [...bytes.subarray(0, 9), 0xff, 0xff, 0xff, 0x7f, ...bytes.subarray(10)],
    ],
    ['something behind its end', (bytes: Uint8Array) => [...bytes, 0]],
    ['another version of the form', (bytes: Uint8Array) => bytes.with(7, 2)],
    ['nothing at all', () => []],
  ])('is refused with %s', (_what, change) => {
    expect(() => decodeRoadGraph(Uint8Array.from(change(smallGraph())))).toThrow(/^map\.graph-invalid/);
  });

  it.each([
    { roadClass: 10 },
    { flags: 128 },
    { speed: 256 },
    { speed: 0 },
    { speedLimit: 300 },
    { delay: 256 },
    { to: 3 },
    { to: -1 },
    { between: [1_800_000_001, 0] },
    { between: [0, -900_000_001] },
  ])('is refused with a road of %o', (more) => {
    expect(() => decodeRoadGraph(smallGraph({ edges: [edge(0, 1, more)] }))).toThrow(/out of range|without speed/);
  });

  it('is refused where too many roads meet, a road is endless or a forbidden turn is none', () => {
    const star = Array.from({ length: 65 }, () => edge(0, 1));
    expect(() => decodeRoadGraph(smallGraph({ edges: star }))).toThrow(/too many roads/);
    const far = [edge(0, 1, { between: [1_800_000_000, 0, -1_000_000_000, 0] })];
    expect(() => decodeRoadGraph(smallGraph({ edges: far }))).toThrow(/longer than roads are/);
    expect(() => decodeRoadGraph(smallGraph({ forbidden: [[0, 0]] }))).toThrow(/forbidden turn is none/);
    expect(() =>
      decodeRoadGraph(
        smallGraph({
          forbidden: [
            [0, 2],
            [0, 2],
          ],
        }),
      ),
    ).toThrow(/out of order/);
  });
});

function placeOn(graph: RoadGraph, pick: number, share: number): RoadPosition {
  const at = pick % graph.edgeCount;
  const [forward, backward] = [isOpen(graph, 2 * at), isOpen(graph, 2 * at + 1)];
  const [position = [0, 0]] = partOfLine(graph, 2 * at, share, share);
  return { edge: at, share, position, distance: 0, forward, backward };
}
