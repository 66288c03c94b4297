import type { Box, Line, Polygon, Position } from '../geometry/world.ts';

/** A raster over a box of the world, for questions that geometry alone answers slowly. Cells are square, row by row. */
export interface Grid {
  readonly box: Box;
  /** Side of a cell in world units. */
  readonly cell: number;
  readonly columns: number;
  readonly rows: number;
}

export function gridOver(box: Box, cell: number): Grid {
  const cells = (from: number, to: number) => Math.ceil((to - from) / cell);
  return { box, cell, columns: cells(box.minX, box.maxX), rows: cells(box.minY, box.maxY) };
}

export function emptyMask({ columns, rows }: Grid): Uint8Array {
  return new Uint8Array(columns * rows);
}

/** Sets the cells whose centre lies inside (even-odd over all rings of a polygon). */
export function paintPolygon(mask: Uint8Array, grid: Grid, polygon: Polygon): void {
  const crossings = new Map<number, number[]>();
  for (const ring of polygon) {
    for (let index = 1; index < ring.length; index++) {
      const [ax, ay] = ring[index - 1] as Position;
      const [bx, by] = ring[index] as Position;
      const from = Math.max(0, Math.ceil((Math.min(ay, by) - grid.box.minY) / grid.cell - 0.5));
      const to = Math.min(grid.rows - 1, Math.ceil((Math.max(ay, by) - grid.box.minY) / grid.cell - 0.5) - 1);
      for (let row = from; row <= to; row++) {
        const y = grid.box.minY + (row + 0.5) * grid.cell;
        const x = ax + ((y - ay) * (bx - ax)) / (by - ay);
        const found = crossings.get(row);
        if (found === undefined) crossings.set(row, [x]);
        else found.push(x);
      }
    }
  }
  for (const [row, xs] of crossings) {
    xs.sort((a, b) => a - b);
    for (let index = 1; index < xs.length; index += 2) {
      const from = Math.max(0, Math.ceil(((xs[index - 1] ?? 0) - grid.box.minX) / grid.cell - 0.5));
      const to = Math.min(grid.columns - 1, Math.ceil(((xs[index] ?? 0) - grid.box.minX) / grid.cell - 0.5) - 1);
      if (from <= to) mask.fill(1, row * grid.columns + from, row * grid.columns + to + 1);
    }
  }
}

/** Sets the cells that a line passes, in steps of half a cell. */
export function paintLine(mask: Uint8Array, grid: Grid, line: Line): void {
  for (let index = 1; index < line.length; index++) {
    const [ax, ay] = line[index - 1] as Position;
    const [bx, by] = line[index] as Position;
    const steps = Math.max(1, Math.ceil((Math.hypot(bx - ax, by - ay) / grid.cell) * 2));
    for (let step = 0; step <= steps; step++) {
      paintPoint(mask, grid, [ax + ((bx - ax) * step) / steps, ay + ((by - ay) * step) / steps]);
    }
  }
}

export function paintPoint(mask: Uint8Array, grid: Grid, [x, y]: Position): void {
  const column = Math.floor((x - grid.box.minX) / grid.cell);
  const row = Math.floor((y - grid.box.minY) / grid.cell);
  if (column >= 0 && row >= 0 && column < grid.columns && row < grid.rows) mask[row * grid.columns + column] = 1;
}
