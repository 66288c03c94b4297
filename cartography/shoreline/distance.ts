import type { Grid } from './grid.ts';

const unreached = 1e20;

/**
 * For each cell the distance, in cells, to the nearest cell of the mask (0 inside it): the exact Euclidean distance
 * transform of Felzenszwalb and Huttenlocher, one pass over columns and one over rows.
 */
export function distanceTo(mask: Uint8Array, { columns, rows }: Grid): Float32Array {
  const squared = Float64Array.from(mask, (set) => (set === 0 ? unreached : 0));
  const buffers = createBuffers(Math.max(columns, rows));
  for (let column = 0; column < columns; column++) transform(squared, column, columns, rows, buffers);
  for (let row = 0; row < rows; row++) transform(squared, row * columns, 1, columns, buffers);
  return Float32Array.from(squared, Math.sqrt);
}

function createBuffers(length: number) {
  return {
    values: new Float64Array(length),
    /** Where the parabolas of the lower envelope stand, and from where on each is the lowest. */
    apex: new Int32Array(length),
    from: new Float64Array(length + 1),
  };
}

function transform(
  data: Float64Array,
  start: number,
  stride: number,
  length: number,
  { values, apex, from }: ReturnType<typeof createBuffers>,
): void {
  const value = (index: number) => values[index] as number;
  for (let index = 0; index < length; index++) values[index] = data[start + index * stride] as number;
  let last = 0;
  apex[0] = 0;
  from[0] = -Infinity;
  from[1] = Infinity;
  for (let index = 1; index < length; index++) {
    let crossing: number;
    for (;;) {
      const top = apex[last] as number;
      crossing = (value(index) + index * index - value(top) - top * top) / (2 * (index - top));
      if (crossing > (from[last] as number) || last === 0) break;
      last--;
    }
    if (crossing > (from[last] as number)) last++;
    apex[last] = index;
    from[last] = last === 0 ? -Infinity : crossing;
    from[last + 1] = Infinity;
  }
  let current = 0;
  for (let index = 0; index < length; index++) {
    while ((from[current + 1] as number) < index) current++;
    const top = apex[current] as number;
    data[start + index * stride] = value(top) + (index - top) * (index - top);
  }
}
