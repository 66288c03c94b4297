/** Children of a node of the tree. */
const fanOut = 16;

/**
 * A packed R-tree over the edges of a graph: boxes of west, south, east, north in units of 1e-7 degrees. The edges come
 * first, in the order of a space-filling curve, then level by level the boxes around `fanOut` of the level below.
 */
export interface EdgeTree {
  readonly boxes: Int32Array;
  /** The edges in their order. */
  readonly edges: Uint32Array;
  /** Where each level begins in `boxes`, the edges' at 0; the last number is where the last level ends. */
  readonly levels: readonly number[];
}

/** @param edgeBoxes four numbers an edge */
export function buildEdgeTree(edgeBoxes: Int32Array): EdgeTree {
  const count = edgeBoxes.length / 4;
  const keys = Float64Array.from({ length: count }, (_, edge) => curveKey(edgeBoxes, edge));
  const edges = Uint32Array.from({ length: count }, (_, edge) => edge);
  edges.sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || a - b);
  const levels = [0, count];
  for (let size = count; size > 1;) {
    size = Math.ceil(size / fanOut);
    levels.push((levels.at(-1) ?? 0) + size);
  }
  const boxes = new Int32Array((levels.at(-1) ?? 0) * 4);
  edges.forEach((edge, place) => boxes.set(edgeBoxes.subarray(edge * 4, edge * 4 + 4), place * 4));
  for (let level = 1; level + 1 < levels.length; level++) {
    const [below, start, end] = [levels[level - 1] ?? 0, levels[level] ?? 0, levels[level + 1] ?? 0];
    for (let box = start; box < end; box++) {
      const first = below + (box - start) * fanOut;
      boxes.set(around(boxes, first, Math.min(first + fanOut, start)), box * 4);
    }
  }
  return { boxes, edges, levels };
}

/** Calls back with each edge whose box touches the one that is given. */
export function edgesTouching(
  tree: EdgeTree,
  [west, south, east, north]: readonly [number, number, number, number],
  found: (edge: number) => void,
): void {
  const { boxes, edges, levels } = tree;
  const visit = (box: number, level: number): void => {
    const at = box * 4;
    if ((boxes[at] ?? 0) > east || (boxes[at + 2] ?? 0) < west) return;
    if ((boxes[at + 1] ?? 0) > north || (boxes[at + 3] ?? 0) < south) return;
    if (level === 0) return found(edges[box] ?? 0);
    const [below, start] = [levels[level - 1] ?? 0, levels[level] ?? 0];
    const first = below + (box - start) * fanOut;
    for (let child = first; child < Math.min(first + fanOut, start); child++) visit(child, level - 1);
  };
  const top = levels.length - 2;
  if (edges.length > 0) for (let box = levels[top] ?? 0; box < (levels[top + 1] ?? 0); box++) visit(box, top);
}

function around(boxes: Int32Array, first: number, end: number): [number, number, number, number] {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let at = first * 4; at < end * 4; at += 4) {
    west = Math.min(west, boxes[at] ?? 0);
    south = Math.min(south, boxes[at + 1] ?? 0);
    east = Math.max(east, boxes[at + 2] ?? 0);
    north = Math.max(north, boxes[at + 3] ?? 0);
  }
  return [west, south, east, north];
}

/** The place of a box's middle on a Z-order curve of 2^20 steps a side around the world. */
function curveKey(boxes: Int32Array, edge: number): number {
  const step = 3_600_000_001 / 2 ** 20;
  const at = edge * 4;
  let x = Math.floor((((boxes[at] ?? 0) + (boxes[at + 2] ?? 0)) / 2 + 1_800_000_000) / step);
  let y = Math.floor((((boxes[at + 1] ?? 0) + (boxes[at + 3] ?? 0)) / 2 + 1_800_000_000) / step);
  let key = 0;
  for (let scale = 1; x > 0 || y > 0; scale *= 4) {
    key += scale * ((x & 1) + 2 * (y & 1));
    x >>= 1;
    y >>= 1;
  }
  return key;
}
