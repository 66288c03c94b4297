import { CodedError } from '../../errors/coded-error.ts';
import { buildEdgeTree } from './edge-tree.ts';
import { maximumArms, maximumEdgeLength } from './graph-parts.ts';
import { bearingBetween, metresBetween } from './measure.ts';
import { endOf, isOpen, startOf, type RoadGraph } from './road-graph.ts';

type Derived = 'length' | 'duration' | 'leaving' | 'firstArm' | 'arms' | 'topSpeed' | 'tree';

/** What a file holds; all numbers are in range. */
export interface StoredGraph extends Omit<RoadGraph, Derived> {
  readonly edgeDelay: Uint8Array;
}

/** A road's direction at a junction is taken over its first metres: single steps of its line mislead. */
const bearingReach = 15;

/**
 * Computes what follows from a stored graph, and checks what depends on several of its columns.
 * @throws map.graph-invalid
 */
export function deriveGraph({ edgeDelay, ...stored }: StoredGraph): RoadGraph {
  const { nodeCount, edgeCount, points, firstPoint, speed } = stored;
  const length = new Float64Array(edgeCount);
  const duration = new Uint32Array(edgeCount);
  const leaving = new Uint16Array(2 * edgeCount);
  const boxes = new Int32Array(4 * edgeCount);
  for (let edge = 0; edge < edgeCount; edge++) {
    const line = points.subarray(2 * (firstPoint[edge] ?? 0), 2 * (firstPoint[edge + 1] ?? 0));
    const metres = lengthOf(line);
    if (metres > maximumEdgeLength) throw invalid('a road is longer than roads are');
    length[edge] = metres;
    // Rounded up: no edge is ever faster than its length at the top speed, which a search relies on.
    duration[edge] = Math.ceil((metres * 3_600) / (speed[edge] ?? 1)) + 1_000 * (edgeDelay[edge] ?? 0);
    leaving[2 * edge] = leavingBearing(line, 2);
    leaving[2 * edge + 1] = leavingBearing(line, -2);
    boxes.set(boxOf(line), 4 * edge);
  }
  const { firstArm, arms } = armsOf(stored, nodeCount, edgeCount);
  const topSpeed = speed.reduce((top, value) => Math.max(top, value), 1);
  const graph = { ...stored, length, duration, leaving, firstArm, arms, topSpeed, tree: buildEdgeTree(boxes) };
  checkForbidden(graph);
  return graph;
}

function lengthOf(line: Int32Array): number {
  let metres = 0;
  for (let at = 2; at < line.length; at += 2) {
    metres += metresBetween(line[at - 2] ?? 0, line[at - 1] ?? 0, line[at] ?? 0, line[at + 1] ?? 0);
  }
  return metres;
}

/** Hundredths of a degree at a line's start (step 2) or, looking back, at its end (step -2). */
function leavingBearing(line: Int32Array, step: 2 | -2): number {
  const start = step > 0 ? 0 : line.length - 2;
  let at = start;
  for (let gone = 0; gone < bearingReach && at + step >= 0 && at + step < line.length; at += step) {
    gone += metresBetween(line[at] ?? 0, line[at + 1] ?? 0, line[at + step] ?? 0, line[at + step + 1] ?? 0);
  }
  const degrees = bearingBetween(line[start] ?? 0, line[start + 1] ?? 0, line[at] ?? 0, line[at + 1] ?? 0);
  return Math.round(degrees * 100) % 36_000;
}

function boxOf(line: Int32Array): [number, number, number, number] {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let at = 0; at < line.length; at += 2) {
    west = Math.min(west, line[at] ?? 0);
    east = Math.max(east, line[at] ?? 0);
    south = Math.min(south, line[at + 1] ?? 0);
    north = Math.max(north, line[at + 1] ?? 0);
  }
  return [west, south, east, north];
}

function armsOf({ from, to }: Pick<RoadGraph, 'from' | 'to'>, nodeCount: number, edgeCount: number) {
  const firstArm = new Uint32Array(nodeCount + 1);
  const count = (node: number) => {
    firstArm[node + 1] = (firstArm[node + 1] ?? 0) + 1;
    if ((firstArm[node + 1] ?? 0) > maximumArms) throw invalid('too many roads meet in one place');
  };
  from.forEach(count);
  to.forEach(count);
  for (let node = 0; node < nodeCount; node++) firstArm[node + 1] = (firstArm[node + 1] ?? 0) + (firstArm[node] ?? 0);
  const next = firstArm.slice(0, nodeCount);
  const arms = new Uint32Array(2 * edgeCount);
  const add = (node: number, arc: number) => {
    const place = next[node] ?? 0;
    arms[place] = arc;
    next[node] = place + 1;
  };
  for (let edge = 0; edge < edgeCount; edge++) {
    add(from[edge] ?? 0, 2 * edge);
    add(to[edge] ?? 0, 2 * edge + 1);
  }
  return { firstArm, arms };
}

function checkForbidden(graph: RoadGraph): void {
  const { forbiddenFrom, forbiddenTo } = graph;
  forbiddenFrom.forEach((from, turn) => {
    const to = forbiddenTo[turn] ?? 0;
    const before = forbiddenFrom[turn - 1] ?? -1;
    if (before > from || (before === from && (forbiddenTo[turn - 1] ?? 0) >= to))
      throw invalid('forbidden turns are out of order');
    if (endOf(graph, from) !== startOf(graph, to) || !isOpen(graph, from) || !isOpen(graph, to))
      throw invalid('a forbidden turn is none');
  });
}

const invalid = (detail: string) => new CodedError('map.graph-invalid', { detail });
