import { maximumArms } from '../../../src/navigation/road-graph/graph-parts.ts';
import { metresBetween } from '../../../src/navigation/road-graph/measure.ts';
import { endOf, isOpen, type RoadGraph } from '../../../src/navigation/road-graph/road-graph.ts';
import { arcsAt, partTime } from '../../../src/navigation/routing/find-path.ts';
import type { RoadPosition } from '../../../src/navigation/routing/nearest-road.ts';
import { exitsOf, turnWeight } from '../../../src/navigation/routing/turns.ts';

// What is used of the peer, which has a node_modules of its own that the project's compiler does not see.
interface PeerNode {
  readonly id: number;
}
interface PeerGraph {
  addNode(id: number): void;
  addLink(from: number, to: number, data: { readonly weight: number }): unknown;
  removeLink(link: unknown): void;
}
interface PeerLink {
  readonly data: { readonly weight: number };
}
interface PeerOptions {
  readonly oriented: true;
  readonly distance: (from: PeerNode, to: PeerNode, link: PeerLink) => number;
  readonly heuristic: (from: PeerNode, to: PeerNode) => number;
}
interface PeerPaths {
  aStar(graph: PeerGraph, options: PeerOptions): { find(from: number, to: number): readonly PeerNode[] };
}

/**
 * The same search by ngraph.path: its nodes are arcs, its links are turns with the cost of the arc that they lead into,
 * since the library knows no turns. Start and goal are two more nodes, linked for each search.
 * @returns the least weight between two places, in milliseconds
 */
export async function peerSearch(
  roads: RoadGraph,
): Promise<(from: RoadPosition, to: RoadPosition) => number | undefined> {
  const load = async (name: string) => (await import(name)) as { readonly default: unknown };
  const createGraph = (await load('ngraph.graph')).default as () => PeerGraph;
  const paths = (await load('ngraph.path')).default as PeerPaths;
  const graph = createGraph();
  const exits = new Uint32Array(maximumArms);
  const [start, goal] = [2 * roads.edgeCount, 2 * roads.edgeCount + 1];
  graph.addNode(start);
  graph.addNode(goal);
  const before = Array.from({ length: 2 * roads.edgeCount }, (): { arc: number; turn: number }[] => []);
  for (let arc = 0; arc < 2 * roads.edgeCount; arc++) {
    if (!isOpen(roads, arc)) continue;
    for (const next of exits.slice(0, exitsOf(roads, arc, exits))) {
      const turn = turnWeight(roads, arc, next);
      graph.addLink(arc, next, { weight: turn + (roads.duration[next >> 1] ?? 0) });
      before[next]?.push({ arc, turn });
    }
  }

  let target: RoadPosition | undefined;
  const perMetre = (0.999 * 3_600) / roads.topSpeed;
  const finder = paths.aStar(graph, {
    oriented: true,
    distance: (_from, _to, { data }) => data.weight,
    heuristic: ({ id }) => {
      if (id >= start || target === undefined) return 0;
      const node = endOf(roads, id);
      const [longitude, latitude] = target.position;
      return (
        perMetre *
        metresBetween(roads.nodes[2 * node] ?? 0, roads.nodes[2 * node + 1] ?? 0, longitude * 1e7, latitude * 1e7)
      );
    },
  });

  return (from, to) => {
    target = to;
    const weights = new Map<number, number>();
    const links = arcsAt(from).map(({ arc, share }) => {
      const weight = partTime(roads, arc, share, 1);
      weights.set(arc, weight);
      return graph.addLink(start, arc, { weight });
    });
    const last = new Map<number, number>();
    for (const { arc, share } of arcsAt(to)) {
      const weight = partTime(roads, arc, 0, share);
      for (const { arc: previous, turn } of before[arc] ?? []) {
        last.set(previous, Math.min(last.get(previous) ?? Infinity, turn + weight));
      }
    }
    for (const [arc, weight] of last) links.push(graph.addLink(arc, goal, { weight }));
    const found = finder.find(start, goal).map(({ id }) => id);
    for (const link of links) graph.removeLink(link);
    const arcs = found.filter((id) => id < start);
    // The library gives the path from its end to its start.
    if (found[0] === goal) arcs.reverse();
    const direct = arcsAt(to).flatMap((end) =>
      arcsAt(from)
        .filter(({ arc, share }) => arc === end.arc && end.share >= share)
        .map(({ arc, share }) => partTime(roads, arc, share, end.share)),
    );
    const [first, final] = [arcs[0], arcs.at(-1)];
    if (first === undefined || final === undefined) return direct[0];
    let weight = weights.get(first) ?? 0;
    arcs.forEach((arc, index) => {
      const previous = arcs[index - 1];
      if (previous !== undefined) weight += turnWeight(roads, previous, arc) + (roads.duration[arc >> 1] ?? 0);
    });
    return Math.min(weight + (last.get(final) ?? 0), ...direct);
  };
}
