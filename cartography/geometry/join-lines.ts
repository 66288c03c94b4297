import type { Line, Position } from './world.ts';

export interface JoinOptions {
  /** Ends at most this far apart along each axis count as one place; world units. */
  readonly tolerance?: number;
  /** Whether a line may be turned round to fit: not where its direction means something (one-way, flow). */
  readonly reversible?: boolean;
}

/**
 * Joins lines end to end into as few as possible. Where more than two ends meet, nothing is joined: it is a junction,
 * and which pair belongs together cannot be told from the geometry.
 */
export function joinLines(lines: readonly Line[], { tolerance = 0, reversible = false }: JoinOptions = {}): Line[] {
  const places = placeRegistry(tolerance);
  const chains = new Map<number, Chain>();
  const meetings = new Map<number, number[]>();
  lines.forEach((line, index) => {
    const [first, last] = [line[0], line.at(-1)];
    if (first === undefined || last === undefined || line.length < 2) return;
    const chain = { line, start: places(first), end: places(last) };
    chains.set(index, chain);
    for (const place of [chain.start, chain.end]) meetings.set(place, [...(meetings.get(place) ?? []), index]);
  });

  // A chain that was joined to another is found under the other's number from then on.
  const joinedInto = new Map<number, number>();
  const current = (index: number): number => {
    let found = index;
    for (let next = joinedInto.get(found); next !== undefined; next = joinedInto.get(found)) found = next;
    return found;
  };
  for (const [place, [first, second, ...others]] of meetings) {
    if (first === undefined || second === undefined || others.length > 0) continue;
    const [a, b] = [current(first), current(second)];
    const [chainA, chainB] = [chains.get(a), chains.get(b)];
    if (a === b || chainA === undefined || chainB === undefined) continue;
    const joined = connect(chainA, chainB, place, reversible);
    if (joined === undefined) continue;
    chains.set(a, joined);
    chains.delete(b);
    joinedInto.set(b, a);
  }
  return [...chains.values()].map(({ line }) => line);
}

interface Chain {
  readonly line: Line;
  readonly start: number;
  readonly end: number;
}

function connect(a: Chain, b: Chain, place: number, reversible: boolean): Chain | undefined {
  if (a.end === place && b.start === place) return append(a, b);
  if (b.end === place && a.start === place) return append(b, a);
  if (!reversible) return undefined;
  return a.end === place ? append(a, turned(b)) : append(turned(a), b);
}

function append(a: Chain, b: Chain): Chain {
  return { line: a.line.concat(b.line.slice(1)), start: a.start, end: b.end };
}

function turned({ line, start, end }: Chain): Chain {
  return { line: line.toReversed(), start: end, end: start };
}

/** Numbers places: positions within the tolerance of one that was seen before get its number. */
function placeRegistry(tolerance: number): (position: Position) => number {
  const cell = tolerance + 1;
  const grid = new Map<string, { position: Position; place: number }[]>();
  let count = 0;
  return (position) => {
    const [column, row] = [Math.floor(position[0] / cell), Math.floor(position[1] / cell)];
    for (const dx of [0, -1, 1]) {
      for (const dy of [0, -1, 1]) {
        const found = grid
          .get(`${column + dx},${row + dy}`)
          ?.find((known) => isNear(known.position, position, tolerance));
        if (found !== undefined) return found.place;
      }
    }
    const place = count++;
    const key = `${column},${row}`;
    grid.set(key, [...(grid.get(key) ?? []), { position, place }]);
    return place;
  };
}

function isNear(a: Position, b: Position, tolerance: number): boolean {
  return Math.abs(a[0] - b[0]) <= tolerance && Math.abs(a[1] - b[1]) <= tolerance;
}
