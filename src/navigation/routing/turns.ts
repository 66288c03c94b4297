import { edgeFlags, endOf, isOpen, reverseOf, type RoadGraph } from '../road-graph/road-graph.ts';

/** Milliseconds that a bend over a junction costs, by how sharp it is and whether it crosses what comes the other way. */
const bend = { slight: 1_000, near: 2_500, across: 6_000, sharp: 2_000, round: 15_000 } as const;
/** Hundredths of a degree. */
const straight = 3_000;
const clear = 6_000;
const sharp = 13_500;

/** Milliseconds that a route would rather lose than pass over roads that are not for the public. */
export const reluctance = 600_000;

/**
 * The arcs that one may go on with at the end of an arc. Turning round is among them only where nothing else is.
 * @param exits where they are put, from the front; `maximumArms` long. @returns how many there are
 */
export function exitsOf(graph: RoadGraph, arc: number, exits: Uint32Array): number {
  const node = endOf(graph, arc);
  const back = reverseOf(arc);
  let count = 0;
  for (let at = graph.firstArm[node] ?? 0; at < (graph.firstArm[node + 1] ?? 0); at++) {
    const next = graph.arms[at] ?? 0;
    if (next !== back && isOpen(graph, next) && !isForbidden(graph, arc, next)) exits[count++] = next;
  }
  if (count === 0 && isOpen(graph, back) && !isForbidden(graph, arc, back)) exits[count++] = back;
  return count;
}

/** Whether a sign forbids the turn from one arc into another. */
function isForbidden({ forbiddenFrom, forbiddenTo }: RoadGraph, from: number, to: number): boolean {
  let [low, high] = [0, forbiddenFrom.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((forbiddenFrom[middle] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  for (; forbiddenFrom[low] === from; low++) if (forbiddenTo[low] === to) return true;
  return false;
}

/** Milliseconds that the turn from one arc into the next takes. */
export function turnTime(graph: RoadGraph, from: number, to: number): number {
  const node = endOf(graph, from);
  const wait = 1_000 * (graph.nodeDelay[node] ?? 0);
  if (to === reverseOf(from)) return wait + bend.round;
  // Where only two roads meet, it is one road that bends.
  if ((graph.firstArm[node + 1] ?? 0) - (graph.firstArm[node] ?? 0) <= 2) return wait;
  if (((graph.flags[from >> 1] ?? 0) & (graph.flags[to >> 1] ?? 0) & edgeFlags.roundabout) !== 0) return wait;
  const turned = turnAngle(graph, from, to);
  const size = Math.abs(turned);
  if (size < straight) return wait;
  if (size < clear) return wait + bend.slight;
  const crosses = turned < 0 === (graph.drivesOn === 'right');
  return wait + (crosses ? bend.across : bend.near) + (size > sharp ? bend.sharp : 0);
}

/** What a search counts for a turn: its time, and the reluctance to enter roads that are not for the public. */
export function turnWeight(graph: RoadGraph, from: number, to: number): number {
  const enters = !isRestricted(graph, from) && isRestricted(graph, to);
  return turnTime(graph, from, to) + (enters ? reluctance : 0);
}

const isRestricted = ({ flags }: RoadGraph, arc: number) => ((flags[arc >> 1] ?? 0) & edgeFlags.restricted) !== 0;

/** Hundredths of a degree from -18,000 to 18,000; to the right is positive. */
function turnAngle({ leaving }: RoadGraph, from: number, to: number): number {
  const arriving = (leaving[reverseOf(from)] ?? 0) + 18_000;
  return (((((leaving[to] ?? 0) - arriving + 18_000) % 36_000) + 36_000) % 36_000) - 18_000;
}
