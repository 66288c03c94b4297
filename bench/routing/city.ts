import { buildRoadGraph } from '../../cartography/road-graph/build-graph.ts';
import { readOsmQaTiles } from '../../cartography/sources/osm-qa.ts';
import { decodeRoadGraph } from '../../src/navigation/road-graph/decode-graph.ts';
import type { RoadGraph } from '../../src/navigation/road-graph/road-graph.ts';
import { nearestRoad, type RoadPosition } from '../../src/navigation/routing/nearest-road.ts';

export interface Pair {
  readonly from: RoadPosition;
  readonly to: RoadPosition;
}

/** About 25 kilometres of streets apart. */
export const corners: Readonly<Record<'from' | 'to', [number, number]>> = {
  from: [-56.265, -34.826],
  to: [-56.06, -34.885],
};

const pairCount = 200;

/** The roads of Montevideo, and places on them that stay the same from run to run. */
export async function openCity(): Promise<{ readonly graph: RoadGraph; readonly pairs: readonly Pair[] }> {
  const { features } = await readOsmQaTiles('osm-qa-montevideo');
  const graph = decodeRoadGraph(buildRoadGraph({ features, drivesOn: 'right' }));
  // Steps of the golden ratio reach every part of the list alike.
  let turn = 0;
  const place = (purpose: 'start' | 'destination'): RoadPosition => {
    turn = (turn + 0.618_033_988_75) % 1;
    const at = Math.floor((turn * graph.points.length) / 2);
    const found = nearestRoad(graph, [(graph.points[2 * at] ?? 0) / 1e7, (graph.points[2 * at + 1] ?? 0) / 1e7], {
      purpose,
    });
    if (found === undefined) throw new Error('no road where a road is');
    return found;
  };
  return {
    graph,
    pairs: Array.from({ length: pairCount }, () => ({ from: place('start'), to: place('destination') })),
  };
}
