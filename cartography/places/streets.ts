import { fold } from '../../src/navigation/places/fold.ts';
import type { Point } from '../../src/navigation/places/geometry.ts';
import { joinLines } from '../geometry/join-lines.ts';
import { simplifyLine } from '../geometry/simplify.ts';
import { unitsPerMetre, type Line, type Position } from '../geometry/world.ts';
import type { OsmLine, OsmFeature } from '../sources/osm-feature.ts';
import { classifyWay, roadClasses } from '../schema/road-classes.ts';
import { nameForms, type NamedEntry } from './named-entry.ts';
import { pointOf } from './points.ts';

/** Ways of one name that are at most so far apart are one street; metres. */
const gap = 250;
/** What a street's line may deviate; metres. */
const coarseness = 3;

/** Streets by name: each real one once, however many ways it is drawn in, and each of several that share a name. */
export function streetEntries(features: readonly OsmFeature[]): NamedEntry[] {
  const named = features.filter((osm): osm is OsmLine => {
    if (osm.kind !== 'line' || osm.tags['highway'] === undefined || streetKey(osm.tags['name'] ?? '') === '')
      return false;
    return classifyWay(osm.tags) !== undefined;
  });
  const byName = Map.groupBy(named, ({ tags }) => streetKey(tags['name'] ?? ''));
  return [...byName.values()].flatMap((ways) => clusters(ways).map(streetEntry));
}

/** Two spellings of a street's name that differ in case and marks alone are one. */
export const streetKey = (name: string) => fold(name).replaceAll(/\s+/gu, ' ').trim();

/** Groups ways that lie near one another, by a grid whose neighbouring cells connect. */
function clusters(ways: readonly OsmLine[]): OsmLine[][] {
  const [first] = ways[0]?.lines ?? [];
  const cell = gap * unitsPerMetre(first?.[0]?.[1] ?? 0);
  const groupOfCell = new Map<string, number>();
  const parents: number[] = [];
  const root = (group: number): number => {
    let found = group;
    while (parents[found] !== found) found = parents[found] ?? 0;
    return found;
  };
  ways.forEach((way, index) => {
    parents.push(index);
    for (const [x, y] of way.lines.flatMap((line) => spaced(line, cell))) {
      const [column, row] = [Math.floor(x / cell), Math.floor(y / cell)];
      for (const dx of [-1, 0, 1]) {
        for (const dy of [-1, 0, 1]) {
          const other = groupOfCell.get(`${column + dx},${row + dy}`);
          if (other !== undefined) parents[root(other)] = root(index);
        }
      }
      groupOfCell.set(`${column},${row}`, index);
    }
  });
  return [...Map.groupBy(ways, (_, index) => root(index)).values()];
}

/** Positions along a line, so dense that no cell on the way is jumped over. */
function spaced(line: Line, step: number): Position[] {
  return line.flatMap(([x, y], index) => {
    const [fromX, fromY] = line[index - 1] ?? [x, y];
    const pieces = Math.max(1, Math.ceil(Math.hypot(x - fromX, y - fromY) / step));
    return Array.from({ length: pieces }, (_, piece): Position => {
      const share = (piece + 1) / pieces;
      return [fromX + (x - fromX) * share, fromY + (y - fromY) * share];
    });
  });
}

function streetEntry(ways: readonly OsmLine[]): NamedEntry {
  const scale = unitsPerMetre(ways[0]?.lines[0]?.[0]?.[1] ?? 0);
  const lengths = new Map<OsmLine, number>(
    ways.map((way) => [way, way.lines.reduce((sum, line) => sum + lengthOf(line), 0) / scale]),
  );
  const longest = ways.toSorted((a, b) => (lengths.get(b) ?? 0) - (lengths.get(a) ?? 0) || a.id - b.id);
  const category = mostOf(longest, ({ tags }) => tags['highway'] ?? '', lengths);
  const name = mostOf(longest, ({ tags }) => tags['name'] ?? '', lengths);
  const tags = Object.assign({}, ...longest.toReversed().map((way) => way.tags), { name }) as Record<string, string>;
  const lines = joinLines(
    ways.flatMap((way) => way.lines),
    { reversible: true },
  ).map((line) => simplifyLine(line, coarseness * scale));
  const metres = [...lengths.values()].reduce((sum, length) => sum + length, 0);
  const { rank } = roadClasses[classifyWay({ highway: category })?.class ?? 'path'];
  return {
    type: 's',
    id: Math.min(...ways.map(({ id }) => id)),
    kind: 'street',
    category: category.replace(/_link$/u, '').replaceAll('_', '-'),
    importance: Math.round(Math.min(200, rank * 9 + 18 * Math.log10(Math.max(10, metres)))),
    point: middle(lines),
    forms: nameForms(tags, ways.map((way) => way.tags['ref'] ?? '').slice(0, 1)),
    street: { lines: lines.map((line) => line.map(pointOf)), houses: [] },
  };
}

function mostOf(ways: readonly OsmLine[], of: (way: OsmLine) => string, lengths: ReadonlyMap<OsmLine, number>): string {
  const sums = new Map<string, number>();
  for (const way of ways) sums.set(of(way), (sums.get(of(way)) ?? 0) + (lengths.get(way) ?? 0));
  return [...sums].reduce((most, next) => (next[1] > most[1] ? next : most), ['', -1])[0];
}

/** The position on the street that is nearest to the middle of it all. */
function middle(lines: readonly Line[]): Point {
  const positions = lines.flatMap((line) => spaced(line, 20_000));
  const [sumX, sumY] = positions.reduce(([x, y], position) => [x + position[0], y + position[1]], [0, 0]);
  const [x, y] = [sumX / positions.length, sumY / positions.length];
  const away = (position: Position) => Math.hypot(position[0] - x, position[1] - y);
  return pointOf(positions.reduce((best, position) => (away(position) < away(best) ? position : best)));
}

function lengthOf(line: Line): number {
  return line.reduce((sum, [x, y], index) => {
    const [fromX, fromY] = line[index - 1] ?? [x, y];
    return sum + Math.hypot(x - fromX, y - fromY);
  }, 0);
}
