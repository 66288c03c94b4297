import type { LongitudeLatitude } from '../../contract/screen/geography.ts';
import { edgesTouching } from '../road-graph/edge-tree.ts';
import { bearingBetween, metresBetween, metresPerUnit } from '../road-graph/measure.ts';
import { hasFlag, isOpen, type RoadGraph } from '../road-graph/road-graph.ts';

/** A place on a road. */
export interface RoadPosition {
  readonly edge: number;
  /** Share of the edge's length that lies before it, along the edge. */
  readonly share: number;
  readonly position: LongitudeLatitude;
  /** Metres from the position that was asked for. */
  readonly distance: number;
  /** Whether one may drive on from here along the edge and against it, in the heading that was given. */
  readonly forward: boolean;
  readonly backward: boolean;
}

export interface NearestOptions {
  /** Degrees clockwise from north in which the car moves: roads that lead elsewhere count as farther away. */
  readonly heading?: number;
  /** Roads that cannot be left, or not be reached, from most others count as farther away. */
  readonly purpose?: 'start' | 'destination';
  /** Metres; 1,000 where absent. */
  readonly within?: number;
}

/** Metres that a road counts as farther away. */
const penalties = { heading: 40, cutOff: 150 } as const;
/** Degrees by which a car's heading may differ from its road's. */
const headingTolerance = 60;

/** The road nearest to a position, or undefined where none is near. */
export function nearestRoad(
  graph: RoadGraph,
  [longitude, latitude]: LongitudeLatitude,
  options: NearestOptions = {},
): RoadPosition | undefined {
  const within = options.within ?? 1_000;
  const at: Point = [longitude * 1e7, latitude * 1e7];
  const scale = metresPerUnit(at[1]);
  const worst = within + penalties.heading + penalties.cutOff;
  // Whatever is within the radius has been seen: a score below it cannot be beaten from outside.
  for (let radius = 60; ; radius = Math.min(radius * 4, worst)) {
    const [east, north] = [radius / Math.max(scale.east, 1e-9), radius / scale.north];
    const near: Candidate[] = [];
    edgesTouching(graph.tree, [at[0] - east, at[1] - north, at[0] + east, at[1] + north], (edge) => {
      const candidate = onEdge(graph, edge, at, scale, options);
      if (candidate !== undefined && candidate.found.distance <= within) near.push(candidate);
    });
    let best = near[0];
    for (const candidate of near) if (candidate.score < (best?.score ?? 0)) best = candidate;
    if (radius >= worst || (best !== undefined && best.score <= radius)) return best?.found;
  }
}

type Point = readonly [longitude: number, latitude: number];
interface Candidate {
  readonly found: RoadPosition;
  /** Metres, with what it counts as farther away for. */
  readonly score: number;
}

function onEdge(
  graph: RoadGraph,
  edge: number,
  at: Point,
  scale: { readonly east: number; readonly north: number },
  { heading, purpose }: NearestOptions,
): Candidate | undefined {
  const { points, firstPoint } = graph;
  const end = 2 * (firstPoint[edge + 1] ?? 0) - 2;
  let nearest = { square: Infinity, step: 0, share: 0 };
  for (let step = 2 * (firstPoint[edge] ?? 0); step < end; step += 2) {
    const x = ((points[step] ?? 0) - at[0]) * scale.east;
    const y = ((points[step + 1] ?? 0) - at[1]) * scale.north;
    const dx = ((points[step + 2] ?? 0) - (points[step] ?? 0)) * scale.east;
    const dy = ((points[step + 3] ?? 0) - (points[step + 1] ?? 0)) * scale.north;
    const square = dx * dx + dy * dy;
    const share = square === 0 ? 0 : Math.min(1, Math.max(0, -(x * dx + y * dy) / square));
    const distance = (x + share * dx) ** 2 + (y + share * dy) ** 2;
    if (distance < nearest.square) nearest = { square: distance, step, share };
  }
  if (nearest.square === Infinity) return undefined;
  const { step, share } = nearest;
  const between = (from: number) => (points[from] ?? 0) + share * ((points[from + 2] ?? 0) - (points[from] ?? 0));
  const position: LongitudeLatitude = [between(step) / 1e7, between(step + 1) / 1e7];
  const bearing = bearingOfStep(points, step);
  const open = [isOpen(graph, 2 * edge), isOpen(graph, 2 * edge + 1)] as const;
  const fits = (direction: number) => heading === undefined || angleBetween(direction, heading) <= headingTolerance;
  const [forward, backward] = [open[0] && fits(bearing), open[1] && fits(bearing + 180)];
  const matches = forward || backward;
  const useful =
    purpose === undefined || hasFlag(graph, edge, purpose === 'start' ? 'leadsOn' : 'reached') ? 0 : penalties.cutOff;
  const distance = Math.sqrt(nearest.square);
  return {
    found: {
      edge,
      share: shareAt(graph, edge, step, share),
      position,
      distance,
      forward: matches ? forward : open[0],
      backward: matches ? backward : open[1],
    },
    score: distance + useful + (matches ? 0 : penalties.heading),
  };
}

function bearingOfStep(points: Int32Array, step: number): number {
  return bearingBetween(points[step] ?? 0, points[step + 1] ?? 0, points[step + 2] ?? 0, points[step + 3] ?? 0);
}

/** Degrees, 0 to 180. */
function angleBetween(a: number, b: number): number {
  const turn = Math.abs(a - b) % 360;
  return Math.min(turn, 360 - turn);
}

/** Which share of the edge's length lies before a point so far along one of its steps. */
function shareAt({ points, firstPoint, length }: RoadGraph, edge: number, step: number, share: number): number {
  const stepLength = (at: number) =>
    metresBetween(points[at] ?? 0, points[at + 1] ?? 0, points[at + 2] ?? 0, points[at + 3] ?? 0);
  let before = share * stepLength(step);
  for (let at = 2 * (firstPoint[edge] ?? 0); at < step; at += 2) before += stepLength(at);
  const whole = length[edge] ?? 0;
  return whole === 0 ? 0 : Math.min(1, before / whole);
}
