import { edgeFlags, isOpen, type RoadGraph } from '../../src/navigation/road-graph/road-graph.ts';
import { maximumArms } from '../../src/navigation/road-graph/graph-parts.ts';
import { exitsOf } from '../../src/navigation/routing/turns.ts';

/**
 * Which edges belong to the main network: the largest set of arcs of which each leads to each other. An edge that leads
 * on gets a car there; one that is reached can be driven to from there. @returns the two bits of `edgeFlags`, edge by edge
 */
export function mainNetworkFlags(graph: RoadGraph): Uint8Array {
  const arcs = Array.from({ length: 2 * graph.edgeCount }, (_, arc) => arc).filter((arc) => isOpen(graph, arc));
  const onward: number[][] = Array.from({ length: 2 * graph.edgeCount }, () => []);
  const backward: number[][] = Array.from({ length: 2 * graph.edgeCount }, () => []);
  const exits = new Uint32Array(maximumArms);
  for (const arc of arcs) {
    for (const next of exits.subarray(0, exitsOf(graph, arc, exits))) {
      onward[arc]?.push(next);
      backward[next]?.push(arc);
    }
  }
  const seed = largestCycle(arcs, onward, backward);
  const reached = reachableFrom(seed, onward);
  const leadsOn = reachableFrom(seed, backward);
  return Uint8Array.from({ length: graph.edgeCount }, (_, edge) => {
    const has = (set: Uint8Array) => set[2 * edge] === 1 || set[2 * edge + 1] === 1;
    return (has(leadsOn) ? edgeFlags.leadsOn : 0) | (has(reached) ? edgeFlags.reached : 0);
  });
}

type Links = readonly (readonly number[])[];

/** An arc of the largest strongly connected component (Kosaraju's two passes), and with it the component. */
function largestCycle(arcs: readonly number[], onward: Links, backward: Links): readonly number[] {
  const finished: number[] = [];
  const seen = new Uint8Array(onward.length);
  for (const root of arcs) if (seen[root] === 0) visit(root, onward, seen, (arc) => finished.push(arc));
  const placed = new Uint8Array(onward.length);
  let largest: number[] = [];
  for (const root of finished.toReversed()) {
    if (placed[root] === 1) continue;
    const component: number[] = [];
    visit(root, backward, placed, (arc) => component.push(arc));
    if (component.length > largest.length) largest = component;
  }
  return largest;
}

function reachableFrom(seeds: readonly number[], links: Links): Uint8Array {
  const seen = new Uint8Array(links.length);
  for (const seed of seeds) if (seen[seed] === 0) visit(seed, links, seen, () => undefined);
  return seen;
}

/** Depth first from `root`, without recursion; `leave` is called when everything behind an arc has been seen. */
function visit(root: number, links: Links, seen: Uint8Array, leave: (arc: number) => void): void {
  const path: { readonly arc: number; next: number }[] = [{ arc: root, next: 0 }];
  seen[root] = 1;
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const child = links[top.arc]?.[top.next++];
    if (child === undefined) {
      path.pop();
      leave(top.arc);
    } else if (seen[child] === 0) {
      seen[child] = 1;
      path.push({ arc: child, next: 0 });
    }
  }
}
