import type { EdgeTree } from './edge-tree.ts';

/**
 * The roads of a region, for cars. A node is a place where roads meet or end; an edge is a stretch of road between two
 * nodes; an arc is an edge in one direction: arc 2e goes along edge e, arc 2e + 1 against it. Positions are longitude and
 * latitude in units of 1e-7 degrees.
 */
export interface RoadGraph {
  /** The side of the road that people drive on, which tells the turn that has to give way. */
  readonly drivesOn: 'left' | 'right';
  readonly nodeCount: number;
  readonly edgeCount: number;
  /** Longitude and latitude of each node in turn. */
  readonly nodes: Int32Array;
  /** Seconds that one loses on average by passing a node: traffic lights. */
  readonly nodeDelay: Uint8Array;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  /** Bits, see `edgeFlags`. */
  readonly flags: Uint8Array;
  /** Index into `roadClasses`. */
  readonly roadClass: Uint8Array;
  /** Kilometres an hour that it is driven at. */
  readonly speed: Uint8Array;
  /** Kilometres an hour on its sign; 0 where unknown. */
  readonly speedLimit: Uint8Array;
  /** Indices into `texts`; 0 is no name. */
  readonly name: Uint32Array;
  readonly ref: Uint32Array;
  readonly texts: readonly string[];
  /** The points of edge e, both ends among them, are those from `firstPoint[e]` up to `firstPoint[e + 1]`. */
  readonly firstPoint: Uint32Array;
  readonly points: Int32Array;
  /** The turns that a sign forbids: from an arc into another, ordered by the first. */
  readonly forbiddenFrom: Uint32Array;
  readonly forbiddenTo: Uint32Array;

  /** Metres. */
  readonly length: Float64Array;
  /** Milliseconds that driving the whole edge takes. */
  readonly duration: Uint32Array;
  /** Hundredths of a degree clockwise from north in which an arc leaves its node. */
  readonly leaving: Uint16Array;
  /** Arcs that leave node n, open to cars or not: `arms` from `firstArm[n]` up to `firstArm[n + 1]`. */
  readonly firstArm: Uint32Array;
  readonly arms: Uint32Array;
  /** Greatest speed of any edge. */
  readonly topSpeed: number;
  readonly tree: EdgeTree;
}

export const edgeFlags = {
  /** Cars may drive along it, and against it. */
  forward: 1,
  backward: 2,
  ramp: 4,
  roundabout: 8,
  /** Open to those alone who have business there: private, customers, delivery. */
  restricted: 16,
  /** From here one gets to the main network, and from the main network to here. */
  leadsOn: 32,
  reached: 64,
} as const;

export const reverseOf = (arc: number): number => arc ^ 1;

/** The node that an arc leaves. */
export function startOf(graph: RoadGraph, arc: number): number {
  return ((arc & 1) === 0 ? graph.from : graph.to)[arc >> 1] ?? 0;
}

/** The node that an arc leads to. */
export function endOf(graph: RoadGraph, arc: number): number {
  return startOf(graph, arc ^ 1);
}

/** Whether cars may drive along an arc. */
export function isOpen(graph: RoadGraph, arc: number): boolean {
  return ((graph.flags[arc >> 1] ?? 0) & ((arc & 1) === 0 ? edgeFlags.forward : edgeFlags.backward)) !== 0;
}

export function hasFlag(graph: RoadGraph, edge: number, flag: keyof typeof edgeFlags): boolean {
  return ((graph.flags[edge] ?? 0) & edgeFlags[flag]) !== 0;
}
