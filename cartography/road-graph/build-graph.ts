import { decodeRoadGraph } from '../../src/navigation/road-graph/decode-graph.ts';
import { encodeRoadGraph } from '../../src/navigation/road-graph/encode-graph.ts';
import type { EdgeParts, GraphParts, NodeParts } from '../../src/navigation/road-graph/graph-parts.ts';
import { edgeFlags } from '../../src/navigation/road-graph/road-graph.ts';
import { toLongitudeLatitude, type Position } from '../geometry/world.ts';
import type { OsmFeature } from '../sources/osm-feature.ts';
import { roadClassIndex } from './car-ways.ts';
import { forbiddenTurns, viaPositions } from './forbidden-turns.ts';
import { joinPieces, type RoadStretch } from './join-pieces.ts';
import { mainNetworkFlags } from './main-network.ts';
import { keyOf, roadPieces, type RoadPlace } from './road-pieces.ts';
import type { TurnRestriction } from './turn-restrictions.ts';

export interface RoadGraphSource {
  readonly features: readonly OsmFeature[];
  readonly restrictions?: readonly TurnRestriction[];
  /** The side of the road that people drive on there. */
  readonly drivesOn: 'left' | 'right';
}

/** Seconds that a traffic light takes on average. */
const lightDelay = 6;

/** Builds the road graph of a region, encoded. The same data gives the same bytes. */
export function buildRoadGraph({ features, restrictions = [], drivesOn }: RoadGraphSource): Uint8Array {
  const vias = viaPositions(features, restrictions);
  const { pieces, places } = roadPieces(features, new Set(vias.map(keyOf)));
  const forced = new Set(vias.map(keyOf));
  const keep = ({ position, lights }: RoadPlace) => lights || forced.has(keyOf(position));
  const isKept = places.map(keep);
  const stretches = joinPieces(pieces, (place) => isKept[place] === true);
  const { nodes, nodeOf } = numberNodes(places, stretches);
  const ordered = stretches
    .map((stretch) => ({ stretch, from: nodeOf(stretch.start), to: nodeOf(stretch.end) }))
    .toSorted((a, b) => a.from - b.from || a.to - b.to);
  const edges = ordered.map(({ stretch, from, to }) => edgeOf(stretch, from, to));
  const forbidden = forbiddenTurns(
    ordered.map(({ stretch: { startWay, endWay, way }, from, to }) => ({
      from,
      to,
      startWay,
      endWay,
      isOneWay: way.direction !== 0,
    })),
    restrictions.map((restriction, index) => ({ ...restriction, via: vias[index] ?? restriction.via })),
    nodesByPosition(places, nodeOf),
  );
  const parts: GraphParts = { drivesOn, nodes, edges, forbidden };
  const main = mainNetworkFlags(decodeRoadGraph(encodeRoadGraph(parts)));
  return encodeRoadGraph({
    ...parts,
    edges: edges.map((edge, index) => ({ ...edge, flags: edge.flags | (main[index] ?? 0) })),
  });
}

function edgeOf({ way, line, lights }: RoadStretch, from: number, to: number): EdgeParts {
  const { roadClass, ramp, roundabout, direction, restricted, speed, speedLimit, name, ref } = way;
  return {
    from,
    to,
    flags:
      edgeFlags.forward |
      (direction === 0 ? edgeFlags.backward : 0) |
      (ramp ? edgeFlags.ramp : 0) |
      (roundabout ? edgeFlags.roundabout : 0) |
      (restricted ? edgeFlags.restricted : 0),
    roadClass: roadClassIndex(roadClass),
    speed,
    speedLimit,
    delay: Math.min(255, lights * lightDelay),
    name,
    ref,
    between: line.slice(1, -1).flatMap(inUnits),
  };
}

/** Numbers the places that edges begin or end at, near ones near to one another. */
function numberNodes(places: readonly RoadPlace[], stretches: readonly RoadStretch[]) {
  const used = [...new Set(stretches.flatMap(({ start, end }) => [start, end]))];
  const keys = new Map(used.map((place) => [place, curveKey(places[place]?.position ?? [0, 0])]));
  const ordered = used.toSorted((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0) || a - b);
  const numbers = new Map(ordered.map((place, node) => [place, node]));
  const nodes = ordered.map((place): NodeParts => {
    const { position, lights } = places[place] ?? { position: [0, 0] as const, lights: false };
    const [longitude, latitude] = inUnits(position);
    return { longitude, latitude, delay: lights ? lightDelay : 0 };
  });
  return { nodes, nodeOf: (place: number) => numbers.get(place) ?? 0 };
}

function nodesByPosition(places: readonly RoadPlace[], nodeOf: (place: number) => number): Map<string, number[]> {
  const found = new Map<string, number[]>();
  places.forEach(({ position }, place) => {
    const key = keyOf(position);
    found.set(key, [...(found.get(key) ?? []), nodeOf(place)]);
  });
  return found;
}

/** Units of 1e-7 degrees: about a centimetre. */
function inUnits(position: Position): [longitude: number, latitude: number] {
  const [longitude, latitude] = toLongitudeLatitude(position);
  return [Math.round(longitude * 1e7), Math.round(latitude * 1e7)];
}

/** The place on a Z-order curve with steps of about two metres. */
function curveKey([x, y]: Position): number {
  let key = 0;
  let [column, row] = [Math.floor(x / 256), Math.floor(y / 256)];
  for (let scale = 1; column > 0 || row > 0; scale *= 4) {
    key += scale * ((column & 1) + 2 * (row & 1));
    column >>= 1;
    row >>= 1;
  }
  return key;
}
