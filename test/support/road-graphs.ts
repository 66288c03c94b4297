import type { OsmFeature, OsmTags } from '../../cartography/sources/osm-feature.ts';
import { fromLongitudeLatitude, type Position } from '../../cartography/geometry/world.ts';
import { encodeRoadGraph } from '../../src/navigation/road-graph/encode-graph.ts';
import type { EdgeParts, GraphParts } from '../../src/navigation/road-graph/graph-parts.ts';
import { edgeFlags } from '../../src/navigation/road-graph/road-graph.ts';

/** A road of a graph that is written by hand: along the equator, nodes by number. */
export const edge = (from: number, to: number, more: Partial<EdgeParts> = {}): EdgeParts => ({
  from,
  to,
  flags: edgeFlags.forward | edgeFlags.backward | edgeFlags.leadsOn | edgeFlags.reached,
  roadClass: 6,
  speed: 36,
  speedLimit: 0,
  delay: 0,
  name: undefined,
  ref: undefined,
  between: [],
  ...more,
});

/** Two roads, named, from node to node a hundred metres on. */
export function smallGraph(more: Partial<GraphParts> = {}): Uint8Array {
  return encodeRoadGraph({
    drivesOn: 'right',
    nodes: [0, 10_000, 20_000].map((longitude) => ({ longitude, latitude: 0, delay: 0 })),
    edges: [edge(0, 1, { name: 'First' }), edge(1, 2, { name: 'Second', between: [15_000, 500] })],
    forbidden: [],
    ...more,
  });
}

/** Degrees of the point that towns are drawn around: in the middle of a tile of the source, off its borders. */
export const origin = 0.03;

/** A place of a town drawn in metres east and north, in degrees. */
export const degrees = (east: number, north: number): [number, number] => [
  origin + east / 111_195,
  origin + north / 111_195,
];

/** The same as a position of map data. */
export const metres = (east: number, north: number): Position => fromLongitudeLatitude(...degrees(east, north));

export function way(id: number, points: readonly Position[], tags: OsmTags = {}): OsmFeature {
  return {
    id,
    type: 'way',
    kind: 'line',
    tags: { highway: 'residential', name: `Way ${id}`, ...tags },
    lines: [points],
  };
}

export function node(id: number, position: Position, tags: OsmTags): OsmFeature {
  return { id, type: 'node', kind: 'point', tags, position };
}
