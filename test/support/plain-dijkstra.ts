import { roadClasses } from '../../src/navigation/route.ts';
import { edgeFlags, type RoadGraph } from '../../src/navigation/road-graph/road-graph.ts';
import type { RoadPosition } from '../../src/navigation/routing/nearest-road.ts';

/**
 * The least weight from a place to any other, by the definition in docs/map-schema.md and nothing of the product's search:
 * arcs and turns as plain objects, Dijkstra's algorithm to its end, without an estimate. Milliseconds; Infinity where
 * there is no way.
 */
export function plainDijkstra(graph: RoadGraph): (from: RoadPosition) => (to: RoadPosition) => number {
  const arcs = Array.from({ length: 2 * graph.edgeCount }, (_, arc) => describe(graph, arc));
  const leaving = Array.from({ length: graph.nodeCount }, (): Arc[] => []);
  for (const arc of arcs) leaving[arc.from]?.push(arc);
  const forbidden = new Set([...graph.forbiddenFrom].map((from, turn) => `${from}>${graph.forbiddenTo[turn]}`));
  const follow = arcs.map((arc) => {
    const around = leaving[arc.to] ?? [];
    const may = around.filter((next) => next.open && !forbidden.has(`${arc.number}>${next.number}`));
    const on = may.filter((next) => next.edge !== arc.edge || next.number === arc.number);
    const exits = on.length > 0 ? on : may.filter((next) => next.edge === arc.edge);
    return exits.map((to) => ({ to, cost: turnCost(graph, arc, to, around.length) }));
  });
  const shareOn = (arc: Arc, place: RoadPosition) => (arc.number % 2 === 0 ? place.share : 1 - place.share);
  const on = (place: RoadPosition) =>
    arcs
      .slice(2 * place.edge, 2 * place.edge + 2)
      .filter(({ number }) => (number % 2 === 0 ? place.forward : place.backward));
  const part = (arc: Arc, share: number) => Math.ceil(arc.time * share);

  return (from) => {
    // What it costs to have come to the end of an arc, and to be about to begin it.
    const ended = arcs.map(() => Infinity);
    const begun = arcs.map(() => Infinity);
    const done = arcs.map(() => false);
    const queue = new Buckets();
    const reach = (arc: Arc, cost: number) => {
      if (cost >= (ended[arc.number] ?? 0)) return;
      ended[arc.number] = cost;
      queue.add(cost, arc);
    };
    for (const arc of on(from)) reach(arc, part(arc, 1 - shareOn(arc, from)));
    for (let next = queue.take(); next !== undefined; next = queue.take()) {
      const { arc, cost } = next;
      if (done[arc.number]) continue;
      done[arc.number] = true;
      for (const { to, cost: turn } of follow[arc.number] ?? []) {
        begun[to.number] = Math.min(begun[to.number] ?? 0, cost + turn);
        reach(to, cost + turn + to.time);
      }
    }
    return (to) => {
      const costs = on(to).map((arc) => (begun[arc.number] ?? 0) + part(arc, shareOn(arc, to)));
      for (const arc of on(from)) {
        const gone = to.edge === arc.edge && on(to).includes(arc) ? shareOn(arc, to) - shareOn(arc, from) : -1;
        if (gone >= 0) costs.push(part(arc, gone));
      }
      return Math.min(Infinity, ...costs);
    };
  };
}

interface Arc {
  readonly number: number;
  readonly edge: number;
  readonly from: number;
  readonly to: number;
  readonly open: boolean;
  readonly time: number;
  /** Degrees. */
  readonly leaves: number;
  readonly arrives: number;
  readonly restricted: boolean;
  readonly roundabout: boolean;
}

function describe(graph: RoadGraph, number: number): Arc {
  const edge = Math.floor(number / 2);
  const along = number % 2 === 0;
  const [start, end] = [graph.from[edge] ?? 0, graph.to[edge] ?? 0];
  const flags = graph.flags[edge] ?? 0;
  if (roadClasses[graph.roadClass[edge] ?? -1] === undefined) throw new Error('an edge without class');
  return {
    number,
    edge,
    from: along ? start : end,
    to: along ? end : start,
    open: Boolean(flags & (along ? edgeFlags.forward : edgeFlags.backward)),
    time: graph.duration[edge] ?? 0,
    leaves: (graph.leaving[number] ?? 0) / 100,
    arrives: ((graph.leaving[along ? number + 1 : number - 1] ?? 0) / 100 + 180) % 360,
    restricted: Boolean(flags & edgeFlags.restricted),
    roundabout: Boolean(flags & edgeFlags.roundabout),
  };
}

/** The table of docs/map-schema.md. */
function turnCost(graph: RoadGraph, from: Arc, to: Arc, roads: number): number {
  let cost = (graph.nodeDelay[from.to] ?? 0) * 1_000;
  if (!from.restricted && to.restricted) cost += 600_000;
  if (to.edge === from.edge && to.number !== from.number) return cost + 15_000;
  if (roads < 3 || (from.roundabout && to.roundabout)) return cost;
  const right = (Math.round((to.leaves - from.arrives) * 100) / 100 + 720) % 360;
  const size = right > 180 ? 360 - right : right;
  if (size < 30) return cost;
  if (size < 60) return cost + 1_000;
  const isRight = right < 180;
  const meets = isRight === (graph.drivesOn === 'left');
  return cost + (meets ? 6_000 : 2_500) + (size > 135 ? 2_000 : 0);
}

/** A queue by whole seconds, each second's list searched in full: slow, and easy to trust. */
class Buckets {
  readonly #lists: { arc: Arc; cost: number }[][] = [];
  #first = 0;

  add(cost: number, arc: Arc): void {
    const second = Math.floor(cost / 1_000);
    (this.#lists[second] ??= []).push({ arc, cost });
    this.#first = Math.min(this.#first, second);
  }

  take(): { arc: Arc; cost: number } | undefined {
    while (this.#first < this.#lists.length && (this.#lists[this.#first]?.length ?? 0) === 0) this.#first += 1;
    const list = this.#lists[this.#first];
    if (list === undefined) return undefined;
    const least = list.reduce((best, { cost }, index) => (cost < (list[best]?.cost ?? 0) ? index : best), 0);
    return list.splice(least, 1)[0];
  }
}
