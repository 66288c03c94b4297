import { maximumArms } from '../road-graph/graph-parts.ts';
import { metresBetween } from '../road-graph/measure.ts';
import { endOf, type RoadGraph } from '../road-graph/road-graph.ts';
import { Heap } from './heap.ts';
import type { RoadPosition } from './nearest-road.ts';
import { exitsOf, turnWeight } from './turns.ts';

export interface Path {
  /** The first and the last are driven in part. */
  readonly arcs: readonly number[];
  /** Milliseconds, with the reluctance to pass over roads that are not for the public. */
  readonly weight: number;
}

/** An arc, and how much of it lies before a position on it. */
export interface ArcPosition {
  readonly arc: number;
  readonly share: number;
}

/** What remains of the truth once floating-point numbers have rounded: the estimate never exceeds it. */
const slack = 0.999;

/**
 * The path of least weight between two places on roads: A* over arcs, so that the cost of a turn and its being forbidden
 * count, by the great circle at the top speed. Undefined where there is none.
 */
export function findPath(graph: RoadGraph, from: RoadPosition, to: RoadPosition): Path | undefined {
  const arcCount = 2 * graph.edgeCount;
  // States are "this arc has been driven to its end", and behind them the goals: "this arc has been driven to the place".
  const weights = new Float64Array(arcCount + 2).fill(Infinity);
  const before = new Int32Array(arcCount + 2).fill(-1);
  const settled = new Uint8Array(arcCount + 2);
  const goalEdge = to.edge;
  const goalShares = [-1, -1];
  for (const { arc, share } of arcsAt(to)) goalShares[arc & 1] = share;
  const goalShare = (arc: number) => (arc >> 1 === goalEdge ? (goalShares[arc & 1] ?? -1) : -1);
  const queue = new Heap();
  const estimate = estimator(graph, to);
  const reach = (state: number, weight: number, previous: number, left: number) => {
    if (weight >= (weights[state] ?? 0)) return;
    weights[state] = weight;
    before[state] = previous;
    queue.push(weight + left, state);
  };
  const reachGoal = (arc: number, begun: number, weight: number, previous: number) => {
    const share = goalShare(arc);
    if (share >= begun) reach(arcCount + (arc & 1), weight + partTime(graph, arc, begun, share), previous, 0);
  };

  for (const { arc, share } of arcsAt(from)) {
    reachGoal(arc, share, 0, -1);
    reach(arc, partTime(graph, arc, share, 1), -1, estimate(endOf(graph, arc)));
  }
  const exits = new Uint32Array(maximumArms);
  while (queue.size > 0) {
    const state = queue.pop();
    if (settled[state] === 1) continue;
    settled[state] = 1;
    const weight = weights[state] ?? 0;
    if (state >= arcCount) return { arcs: arcsTo(state), weight };
    const count = exitsOf(graph, state, exits);
    for (let exit = 0; exit < count; exit++) {
      const next = exits[exit] ?? 0;
      const turned = weight + turnWeight(graph, state, next);
      reachGoal(next, 0, turned, state);
      if (settled[next] === 0)
        reach(next, turned + (graph.duration[next >> 1] ?? 0), state, estimate(endOf(graph, next)));
    }
  }
  return undefined;

  function arcsTo(state: number): number[] {
    const backwards = [2 * goalEdge + (state - arcCount)];
    for (let arc = before[state] ?? -1; arc >= 0; arc = before[arc] ?? -1) backwards.push(arc);
    return backwards.map((_, index) => backwards[backwards.length - 1 - index] ?? 0);
  }
}

/** Milliseconds from one share of an arc to another; whole numbers, so that sums are exact. */
export function partTime({ duration }: RoadGraph, arc: number, from: number, to: number): number {
  return Math.ceil((duration[arc >> 1] ?? 0) * (to - from));
}

/** The arcs that one may drive on with at a place. */
export function arcsAt({ edge, share, forward, backward }: RoadPosition): ArcPosition[] {
  return [
    ...(forward ? [{ arc: 2 * edge, share }] : []),
    ...(backward ? [{ arc: 2 * edge + 1, share: 1 - share }] : []),
  ];
}

/** Milliseconds that at least remain from a node. */
function estimator(graph: RoadGraph, { position }: RoadPosition): (node: number) => number {
  const { nodes, nodeCount, topSpeed } = graph;
  const [longitude, latitude] = [position[0] * 1e7, position[1] * 1e7];
  const perMetre = (slack * 3_600) / topSpeed;
  const known = new Float64Array(nodeCount).fill(-1);
  return (node) => {
    const before = known[node] ?? 0;
    if (before >= 0) return before;
    const metres = metresBetween(nodes[2 * node] ?? 0, nodes[2 * node + 1] ?? 0, longitude, latitude);
    return (known[node] = perMetre * metres);
  };
}
