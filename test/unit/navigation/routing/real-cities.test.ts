import { beforeAll, describe, expect, it } from 'vitest';
import { buildRoadGraph } from '../../../../cartography/road-graph/build-graph.ts';
import { readOsmQaTiles } from '../../../../cartography/sources/osm-qa.ts';
import { worldSize } from '../../../../cartography/geometry/world.ts';
import { decodeRoadGraph } from '../../../../src/navigation/road-graph/decode-graph.ts';
import { metresBetween } from '../../../../src/navigation/road-graph/measure.ts';
import type { RoadGraph } from '../../../../src/navigation/road-graph/road-graph.ts';
import { findPath } from '../../../../src/navigation/routing/find-path.ts';
import { routeOf } from '../../../../src/navigation/routing/find-route.ts';
import { nearestRoad, type RoadPosition } from '../../../../src/navigation/routing/nearest-road.ts';
import { plainDijkstra } from '../../../support/plain-dijkstra.ts';
import { SeededRandom } from '../../../support/power-loss/random.ts';

/** Random starts in each city, and random destinations from each of them: a thousand pairs in both. */
const [starts, destinations] = [20, 25];
const pairs = starts * destinations;

describe.each(['montevideo', 'astana'])('routes across %s, whose data is real', (city) => {
  let graph: RoadGraph;
  let ways: [RoadPosition, RoadPosition][];

  beforeAll(async () => {
    const { features } = await readOsmQaTiles(`osm-qa-${city}`);
    graph = decodeRoadGraph(buildRoadGraph({ features, drivesOn: 'right' }));
    const random = new SeededRandom(4);
    const place = (): RoadPosition => {
      const at = random.below(graph.points.length / 2);
      const off = () => (random.below(4_001) - 2_000) / 1e7;
      const near: [number, number] = [
        (graph.points[2 * at] ?? 0) / 1e7 + off(),
        (graph.points[2 * at + 1] ?? 0) / 1e7 + off(),
      ];
      const found = nearestRoad(graph, near, { purpose: 'start' });
      if (found === undefined) throw new Error('no road beside a road');
      return found;
    };
    ways = Array.from({ length: starts }, place).flatMap((from) =>
      Array.from({ length: destinations }, (): [RoadPosition, RoadPosition] => [from, place()]),
    );
  }, 120_000);

  it('cost what an independent Dijkstra says, to the millisecond', () => {
    const plainFrom = plainDijkstra(graph);
    let start: RoadPosition | undefined;
    let plain: (to: RoadPosition) => number = () => Number.NaN;
    let [found, none] = [0, 0];
    for (const [from, to] of ways) {
      if (from !== start) [start, plain] = [from, plainFrom(from)];
      const path = findPath(graph, from, to);
      expect(path?.weight ?? Infinity).toBe(plain(to));
      if (path === undefined) none += 1;
      else found += 1;
    }
    expect(found).toBeGreaterThan(pairs * 0.97);
    expect(none).toBeLessThan(pairs * 0.03);
  }, 120_000);

  it('are one line from start to destination, of stretches that add up', () => {
    let crossings = 0;
    const some = ways.filter((_, index) => index % 10 === 0);
    for (const [from, to] of some) {
      const path = findPath(graph, from, to);
      if (path === undefined) continue;
      const route = routeOf(graph, path, from, to);
      const line = route.stretches.flatMap((stretch) => stretch.line);
      const gaps = [metres(line[0], from.position), metres(line.at(-1), to.position)];
      route.stretches.forEach((stretch, index) => {
        const next = route.stretches[index + 1];
        if (next !== undefined) gaps.push(metres(stretch.line.at(-1), next.line[0]));
        const steps = stretch.line.map((point, at) => (at === 0 ? 0 : metres(stretch.line[at - 1], point)));
        gaps.push(Math.abs(steps.reduce((sum, step) => sum + step, 0) - stretch.length));
        if (stretch.line.length < 2) gaps.push(Infinity);
      });
      expect(Math.max(...gaps)).toBeLessThan(0.1);
      // What the search counts beyond time is reluctance, and a last turn after which nothing is driven.
      const beyond = path.weight - 1_000 * route.duration;
      const ends = [to.share, 1 - to.share].some((share) => share < 1e-9);
      if (!ends) expect(Math.abs(beyond - 600_000 * Math.round(beyond / 600_000))).toBeLessThan(1);
      crossings += tilesOf(line).size - 1;
    }
    // Zoom-12 tiles, at whose borders the source was cut.
    expect(crossings).toBeGreaterThan(some.length);
  }, 120_000);

  it('can start and end nearly everywhere', () => {
    const main = graph.flags.filter((flags) => (flags & 96) === 96).length;
    expect(main / graph.edgeCount).toBeGreaterThan(0.98);
  });
});

type LongitudeLatitude = readonly [number, number];

function metres(a: LongitudeLatitude = [0, 0], b: LongitudeLatitude = [0, 0]): number {
  return metresBetween(a[0] * 1e7, a[1] * 1e7, b[0] * 1e7, b[1] * 1e7);
}

function tilesOf(line: readonly LongitudeLatitude[]): Set<string> {
  const side = worldSize / 2 ** 12;
  return new Set(
    line.map(([longitude, latitude]) => {
      const y = 0.5 - Math.log(Math.tan(Math.PI / 4 + (latitude * Math.PI) / 360)) / (2 * Math.PI);
      return `${Math.floor(((longitude / 360 + 0.5) * worldSize) / side)}/${Math.floor((y * worldSize) / side)}`;
    }),
  );
}
