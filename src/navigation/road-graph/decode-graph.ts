import { CodedError } from '../../errors/coded-error.ts';
import { roadClasses } from '../route.ts';
import { deriveGraph } from './derive-graph.ts';
import { graphMagic, maximumGraphBytes, maximumTextBytes } from './graph-parts.ts';
import { edgeFlags, type RoadGraph } from './road-graph.ts';

const highestFlags = Object.values(edgeFlags).reduce((all, flag) => all | flag, 0);
const maximumCount = 2 ** 30;

/**
 * Reads a road graph: eight bytes that say what it is, then unsigned LEB128 numbers (signed ones zigzag, see protocol
 * buffers' sint64): side of the road, counts of nodes, edges, points between, texts and forbidden turns, then column by
 * column what each has, positions and numbers of nodes as steps from the one before; texts as UTF-8 after their length.
 * Every number is checked, so that whatever is decoded can be searched.
 * @throws map.graph-invalid
 */
export function decodeRoadGraph(bytes: Uint8Array): RoadGraph {
  if (bytes.length > maximumGraphBytes) throw invalid('it is too large');
  if (graphMagic.some((byte, index) => bytes[index] !== byte)) throw invalid('it is no road graph of this form');
  const read = new Reader(bytes, graphMagic.length);
  const side = read.number(1);
  const [nodeCount, edgeCount, betweenCount, textCount, forbiddenCount] = [
    read.count(),
    read.count(),
    read.count(),
    read.count(),
    read.count(),
  ];
  // Each column of a node, an edge or a turn takes a byte at least: what cannot be there is not made room for.
  if (3 * nodeCount + 10 * edgeCount + 2 * betweenCount + textCount + 2 * forbiddenCount > bytes.length) {
    throw invalid('it ends too early');
  }

  const nodes = new Int32Array(2 * nodeCount);
  read.steps(nodeCount, 1_800_000_000, (node, longitude) => (nodes[2 * node] = longitude));
  read.steps(nodeCount, 900_000_000, (node, latitude) => (nodes[2 * node + 1] = latitude));
  const nodeDelay = read.bytes(nodeCount, 255);
  const from = new Uint32Array(edgeCount);
  read.steps(edgeCount, nodeCount - 1, (edge, node) => (from[edge] = node), 0);
  const to = new Uint32Array(edgeCount);
  for (let edge = 0; edge < edgeCount; edge++) to[edge] = read.stepFrom(from[edge] ?? 0, 0, nodeCount - 1);
  const flags = read.bytes(edgeCount, highestFlags);
  const roadClass = read.bytes(edgeCount, roadClasses.length - 1);
  const speed = read.bytes(edgeCount, 255);
  const speedLimit = read.bytes(edgeCount, 255);
  const edgeDelay = read.bytes(edgeCount, 255);
  if (speed.includes(0)) throw invalid('a road without speed');
  const name = read.column(edgeCount, textCount);
  const ref = read.column(edgeCount, textCount);

  const firstPoint = new Uint32Array(edgeCount + 1);
  let pointCount = 0;
  for (let edge = 0; edge < edgeCount; edge++) {
    pointCount += read.number(betweenCount) + 2;
    firstPoint[edge + 1] = pointCount;
    if (pointCount > betweenCount + 2 * edgeCount) throw invalid('more points than it says');
  }
  if (pointCount !== betweenCount + 2 * edgeCount) throw invalid('fewer points than it says');
  const points = new Int32Array(2 * pointCount);
  for (let edge = 0; edge < edgeCount; edge++) readPoints(edge);

  const forbiddenFrom = new Uint32Array(forbiddenCount);
  read.steps(forbiddenCount, 2 * edgeCount - 1, (turn, arc) => (forbiddenFrom[turn] = arc), 0);
  const forbiddenTo = read.column(forbiddenCount, 2 * edgeCount - 1);
  const texts = ['', ...Array.from({ length: textCount }, () => read.text())];
  read.end();
  const drivesOn = side === 1 ? 'left' : 'right';
  return deriveGraph({
    drivesOn,
    nodeCount,
    edgeCount,
    nodes,
    nodeDelay,
    edgeDelay,
    from,
    to,
    flags,
    roadClass,
    speed,
    speedLimit,
    name,
    ref,
    texts,
    firstPoint,
    points,
    forbiddenFrom,
    forbiddenTo,
  });

  function readPoints(edge: number): void {
    const [first, last] = [firstPoint[edge] ?? 0, (firstPoint[edge + 1] ?? 0) - 1];
    const [start, end] = [from[edge] ?? 0, to[edge] ?? 0];
    points.set(nodes.subarray(2 * start, 2 * start + 2), 2 * first);
    for (let at = 2 * first + 2; at < 2 * last; at += 2) {
      points[at] = read.stepFrom(points[at - 2] ?? 0, -1_800_000_000, 1_800_000_000);
      points[at + 1] = read.stepFrom(points[at - 1] ?? 0, -900_000_000, 900_000_000);
    }
    points.set(nodes.subarray(2 * end, 2 * end + 2), 2 * last);
  }
}

function invalid(detail: string): CodedError {
  return new CodedError('map.graph-invalid', { detail });
}

class Reader {
  readonly #bytes: Uint8Array;
  #position: number;

  constructor(bytes: Uint8Array, position: number) {
    this.#bytes = bytes;
    this.#position = position;
  }

  number(maximum: number): number {
    let value = 0;
    for (let scale = 1; scale < 2 ** 49; scale *= 0x80) {
      const byte = this.#bytes[this.#position++];
      if (byte === undefined) throw invalid('it ends too early');
      value += (byte & 0x7f) * scale;
      if (byte >= 0x80) continue;
      if (value > maximum) throw invalid('a number is out of range');
      return value;
    }
    throw invalid('a number is too long');
  }

  count(): number {
    return this.number(maximumCount);
  }

  /** A number told as its distance from another. */
  stepFrom(before: number, minimum: number, maximum: number): number {
    const code = this.number(2 ** 40);
    const value = before + (code % 2 === 0 ? code / 2 : -(code + 1) / 2);
    if (value < minimum || value > maximum) throw invalid('a number is out of range');
    return value;
  }

  steps(count: number, maximum: number, keep: (index: number, value: number) => void, minimum = -maximum): void {
    let value = 0;
    for (let index = 0; index < count; index++) keep(index, (value = this.stepFrom(value, minimum, maximum)));
  }

  column(count: number, maximum: number): Uint32Array {
    return Uint32Array.from({ length: count }, () => this.number(maximum));
  }

  bytes(count: number, maximum: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => this.number(maximum));
  }

  text(): string {
    const length = this.number(maximumTextBytes);
    const end = this.#position + length;
    if (end > this.#bytes.length) throw invalid('it ends too early');
    const bytes = this.#bytes.subarray(this.#position, end);
    this.#position = end;
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch (cause) {
      throw new CodedError('map.graph-invalid', { detail: 'a text is not UTF-8', cause });
    }
  }

  end(): void {
    if (this.#position !== this.#bytes.length) throw invalid('something stands behind its end');
  }
}
