import { worldSize, type Line, type Position } from '../geometry/world.ts';
import type { OsmFeature } from '../sources/osm-feature.ts';
import { blocksCars, carWay, type CarWay } from './car-ways.ts';

/** A way between two places where something meets it, or where it ends. */
export interface RoadPiece {
  readonly wayId: number;
  readonly way: CarWay;
  readonly line: Line;
  /** Numbers of the places at its ends. */
  readonly start: number;
  readonly end: number;
  /** Traffic lights between its ends. */
  readonly lights: number;
}

export interface RoadPieces {
  readonly pieces: readonly RoadPiece[];
  readonly places: readonly RoadPlace[];
}

export interface RoadPlace {
  readonly position: Position;
  readonly lights: boolean;
}

/** Sides of the squares into which the source cut its ways: zoom 12. */
const cutSize = worldSize / 2 ** 12;
/** Clip positions at a border were rounded in each tile for itself. */
const cutTolerance = 2;

/** A position of a way. */
interface Use {
  readonly road: number;
  readonly at: number;
  readonly isEnd: boolean;
}
interface Road {
  readonly wayId: number;
  readonly way: CarWay;
  readonly line: Line;
  readonly height: number;
}

/**
 * Cuts the ways that cars may drive at the places where they share a node. The source has no nodes, but two objects that
 * share one have the very same position there; its grid of under a centimetre tells others apart.
 */
export function roadPieces(features: readonly OsmFeature[], forced: ReadonlySet<string>): RoadPieces {
  const roads = features.flatMap(roadsOf);
  const [lights, barriers] = [new Set<string>(), new Set<string>()];
  for (const { kind, tags, ...shape } of features) {
    if (kind !== 'point' || !('position' in shape)) continue;
    if (tags['highway'] === 'traffic_signals') lights.add(keyOf(shape.position));
    if (blocksCars(tags)) barriers.add(keyOf(shape.position));
  }
  const uses = new Map<string, Use[]>();
  roads.forEach(({ line }, road) =>
    line.forEach((position, at) => {
      const key = keyOf(position);
      const use = { road, at, isEnd: at === 0 || at === line.length - 1 };
      const known = uses.get(key);
      if (known === undefined) uses.set(key, [use]);
      else known.push(use);
    }),
  );

  const places: RoadPlace[] = [];
  const placeOf = new Map<string, number>();
  for (const [key, all] of uses) {
    const isBlocked = barriers.has(key) && armsOf(all) <= 2;
    if (all.length === 1 && !all[0]?.isEnd && !forced.has(key) && !isBlocked) continue;
    for (const group of isBlocked ? [] : groupsAt(all, roads)) {
      if (group.length === 1 && !group[0]?.isEnd && !forced.has(key)) continue;
      const [first] = group;
      const position = first === undefined ? undefined : roads[first.road]?.line[first.at];
      if (position === undefined) continue;
      for (const { road, at } of group) placeOf.set(`${road}/${at}`, places.length);
      places.push({ position, lights: lights.has(key) });
    }
  }

  const pieces: RoadPiece[] = [];
  roads.forEach(({ wayId, way, line }, road) => {
    let begun = 0;
    // At a barrier each side ends in a place of its own.
    const placeAt = (at: number) => {
      const known = placeOf.get(`${road}/${at}`);
      if (known !== undefined) return known;
      places.push({ position: line[at] ?? [0, 0], lights: false });
      return places.length - 1;
    };
    for (let at = 1; at < line.length; at++) {
      const key = keyOf(line[at] ?? [0, 0]);
      const isCut = at === line.length - 1 || placeOf.has(`${road}/${at}`) || barriers.has(key);
      if (!isCut) continue;
      const part = line.slice(begun, at + 1);
      const waits = part.slice(1, -1).filter((position) => lights.has(keyOf(position))).length;
      pieces.push({ wayId, way, line: part, start: placeAt(begun), end: placeAt(at), lights: waits });
      begun = at;
    }
  });
  return { pieces, places };
}

export const keyOf = ([x, y]: Position): string => `${x},${y}`;

function roadsOf(feature: OsmFeature): Road[] {
  const way = feature.kind === 'line' ? carWay(feature.tags) : undefined;
  if (way === undefined || feature.kind !== 'line') return [];
  const height = heightOf(feature.tags);
  return alignCuts(feature.lines)
    .map(withoutRepeats)
    .filter((line) => line.length > 1)
    .map((line) => ({ wayId: feature.id, way, line: way.direction === -1 ? line.toReversed() : line, height }));
}

function heightOf(tags: OsmFeature['tags']): number {
  const layer = Number.parseInt(tags['layer'] ?? '', 10);
  if (!Number.isNaN(layer)) return layer;
  const isSet = (value: string | undefined) => value !== undefined && value !== 'no';
  return isSet(tags['bridge']) ? 1 : isSet(tags['tunnel']) ? -1 : 0;
}

/** Where pieces of a way could not be put together, their ends at a tile's border still are one place. */
function alignCuts(lines: readonly Line[]): readonly Line[] {
  if (lines.length < 2) return lines;
  const known: Position[] = [];
  const aligned = (position: Position): Position => {
    if (!isOnCut(position)) return position;
    const same = known.find(([x, y]) => Math.max(Math.abs(x - position[0]), Math.abs(y - position[1])) <= cutTolerance);
    if (same === undefined) known.push(position);
    return same ?? position;
  };
  return lines.map((line) =>
    line.map((position, at) => (at === 0 || at === line.length - 1 ? aligned(position) : position)),
  );
}

const isOnCut = ([x, y]: Position) => x % cutSize === 0 || y % cutSize === 0;

function withoutRepeats(line: Line): Line {
  return line.filter(([x, y], at) => x !== line[at - 1]?.[0] || y !== line[at - 1]?.[1]);
}

const armsOf = (uses: readonly Use[]) => uses.reduce((arms, { isEnd }) => arms + (isEnd ? 1 : 2), 0);

/**
 * Which of the ways at a position meet there. Ways of different height that only pass are apart, as a bridge above a road;
 * and so are ways that the source cut where they happen to cross on a tile's border.
 */
function groupsAt(uses: readonly Use[], roads: readonly Road[]): readonly (readonly Use[])[] {
  const passing = uses.filter(({ isEnd }) => !isEnd);
  const ending = uses.filter(({ isEnd }) => isEnd);
  const [first] = uses;
  const position = first === undefined ? undefined : roads[first.road]?.line[first.at];
  if (
    ending.length === 0 &&
    position !== undefined &&
    isOnCut(position) &&
    passing.every((use) => isStraight(use, roads))
  )
    return passing.map((use) => [use]);
  const heightAt = ({ road }: Use) => roads[road]?.height ?? 0;
  const heights = [...new Set(passing.map(heightAt))];
  if (heights.length < 2) return [uses];
  const groups = new Map(heights.map((height) => [height, passing.filter((use) => heightAt(use) === height)]));
  for (const use of ending) {
    const nearest = heights.toSorted((a, b) => Math.abs(a - heightAt(use)) - Math.abs(b - heightAt(use)) || a - b)[0];
    groups.get(nearest ?? 0)?.push(use);
  }
  return [...groups.values()];
}

/** Whether a line runs straight on over a position, as it does where it was only cut. */
function isStraight({ road, at }: Use, roads: readonly Road[]): boolean {
  const [a, b, c] = [roads[road]?.line[at - 1], roads[road]?.line[at], roads[road]?.line[at + 1]];
  if (a === undefined || b === undefined || c === undefined) return false;
  const [dx, dy] = [c[0] - a[0], c[1] - a[1]];
  const off = Math.abs(dx * (b[1] - a[1]) - dy * (b[0] - a[0])) / Math.max(1, Math.hypot(dx, dy));
  return off <= cutTolerance;
}
