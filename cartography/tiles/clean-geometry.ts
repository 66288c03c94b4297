/** Coordinates within a tile, whole numbers, x and y in turn. */
export type FlatLine = ArrayLike<number>;
export type TilePosition = [x: number, y: number];

/** Square units below which a ring is no area: a quarter of a pixel at 512 pixels a tile. */
const smallestArea = 16;

/** A line without repeated positions; undefined when nothing is left of it. */
export function cleanLine(line: FlatLine): TilePosition[] | undefined {
  const positions = distinct(line);
  return positions.length < 2 ? undefined : positions;
}

/**
 * The rings of one polygon, outer ring first, as the specification wants them (MVT 2.1, section 4.3.4.4): outer rings
 * with positive area, holes with negative, none without area, no position twice in a row and none between two others
 * on one line. Rounding to whole units makes all of these happen. Rings are not closed by a repeated position.
 */
export function cleanPolygon(rings: readonly FlatLine[]): TilePosition[][] {
  const cleaned: TilePosition[][] = [];
  for (const [index, ring] of rings.entries()) {
    const positions = withoutSpikes(opened(distinct(ring)));
    const area = ringArea(positions);
    if (positions.length < 3 || Math.abs(area) < smallestArea) {
      if (index === 0) return [];
      continue;
    }
    cleaned.push(area > 0 === (index === 0) ? positions : positions.toReversed());
  }
  return cleaned;
}

/** Positive for rings that run clockwise on screen. */
export function ringArea(ring: readonly TilePosition[]): number {
  let doubled = 0;
  let previous = ring.at(-1);
  for (const position of ring) {
    if (previous !== undefined) doubled += previous[0] * position[1] - position[0] * previous[1];
    previous = position;
  }
  return doubled / 2;
}

function distinct(line: FlatLine): TilePosition[] {
  const positions: TilePosition[] = [];
  for (let index = 0; index + 1 < line.length; index += 2) {
    const [x, y] = [line[index] as number, line[index + 1] as number];
    const last = positions.at(-1);
    if (last === undefined || last[0] !== x || last[1] !== y) positions.push([x, y]);
  }
  return positions;
}

/** Without the last position where it repeats the first. */
function opened(ring: TilePosition[]): TilePosition[] {
  const [first, last] = [ring[0], ring.at(-1)];
  return first !== undefined && last !== undefined && first[0] === last[0] && first[1] === last[1]
    ? ring.slice(0, -1)
    : ring;
}

/** Takes out positions on the straight line between their neighbours, also where the ring turns back on itself. */
function withoutSpikes(ring: TilePosition[]): TilePosition[] {
  let positions = ring;
  for (;;) {
    const kept: TilePosition[] = [];
    for (const [index, position] of positions.entries()) {
      const before = kept.at(-1) ?? positions.at(-1);
      const after = positions[index + 1] ?? kept[0];
      if (before === undefined || after === undefined || turns(before, position, after)) kept.push(position);
    }
    if (kept.length === positions.length) return kept;
    positions = kept;
  }
}

function turns([ax, ay]: TilePosition, [bx, by]: TilePosition, [cx, cy]: TilePosition): boolean {
  return (bx - ax) * (cy - by) !== (by - ay) * (cx - bx);
}
