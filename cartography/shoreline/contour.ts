import type { Position, Ring } from '../geometry/world.ts';
import type { Grid } from './grid.ts';

/**
 * The lines along which a field is zero, as closed rings around what is positive (marching squares with linear
 * interpolation between cell centres). Beyond the grid the field counts as negative, so that every ring closes there.
 */
export function zeroContours(field: Float32Array, grid: Grid): Ring[] {
  const { columns, rows } = grid;
  const outside = -1;
  const at = (column: number, row: number) =>
    column < 0 || row < 0 || column >= columns || row >= rows ? outside : (field[row * columns + column] as number);
  // Cell centres, pulled in to the box where the contour closes along its edge.
  const position = (column: number, row: number): Position => [
    Math.round(Math.min(Math.max(grid.box.minX + (column + 0.5) * grid.cell, grid.box.minX), grid.box.maxX)),
    Math.round(Math.min(Math.max(grid.box.minY + (row + 0.5) * grid.cell, grid.box.minY), grid.box.maxY)),
  ];

  // Each crossing is named by the grid edge that it lies on; each square links the crossings on its own edges.
  const next = new Map<number, number>();
  const places = new Map<number, Position>();
  const width = columns + 2;
  const edgeName = (column: number, row: number, vertical: 0 | 1) => ((row + 1) * width + column + 1) * 2 + vertical;
  const crossing = (c0: number, r0: number, c1: number, r1: number): number => {
    const vertical = c0 === c1 ? 1 : 0;
    const name = edgeName(Math.min(c0, c1), Math.min(r0, r1), vertical);
    if (!places.has(name)) {
      const [a, b] = [at(c0, r0), at(c1, r1)];
      const share = a / (a - b);
      places.set(name, position(c0 + (c1 - c0) * share, r0 + (r1 - r0) * share));
    }
    return name;
  };
  for (let row = -1; row < rows; row++) {
    for (let column = -1; column < columns; column++) {
      const corners = [
        [column, row],
        [column + 1, row],
        [column + 1, row + 1],
        [column, row + 1],
      ] as const;
      const inside = corners.map(([c, r]) => at(c, r) > 0);
      if (inside.every((value) => value === inside[0])) continue;
      for (let side = 0; side < 4; side++) {
        // Where the walk round the square leaves the inside, a contour enters the square; it leaves at the next entry.
        if (!inside[side] || inside[(side + 1) % 4]) continue;
        let back = side;
        while (inside[back]) back = (back + 3) % 4;
        const [leaveA, leaveB] = [corners[side], corners[(side + 1) % 4]] as const;
        const [enterA, enterB] = [corners[back], corners[(back + 1) % 4]] as const;
        if (!leaveA || !leaveB || !enterA || !enterB) continue;
        next.set(crossing(...leaveA, ...leaveB), crossing(...enterA, ...enterB));
      }
    }
  }
  return followRings(next, places);
}

function followRings(next: Map<number, number>, places: Map<number, Position>): Ring[] {
  const rings: Ring[] = [];
  for (const start of next.keys()) {
    const ring: Position[] = [];
    for (let name: number | undefined = start; name !== undefined;) {
      const place = places.get(name);
      if (place !== undefined) ring.push(place);
      const following = next.get(name);
      next.delete(name);
      name = following;
    }
    if (ring.length > 3) rings.push(ring);
  }
  return rings;
}
