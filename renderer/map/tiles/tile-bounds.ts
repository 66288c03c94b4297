import type { Bounds } from '../../../src/contract/screen/geography.ts';

/** West, south, east, north in degrees of a tile of the web's Mercator grid. */
export function tileBounds(zoom: number, x: number, y: number): Bounds {
  const size = 2 ** zoom;
  const longitude = (column: number) => (column / size) * 360 - 180;
  const latitude = (row: number) => (Math.atan(Math.sinh(Math.PI * (1 - (2 * row) / size))) * 180) / Math.PI;
  return [longitude(x), latitude(y + 1), longitude(x + 1), latitude(y)];
}

/** Square degrees that two boxes share; 0 where they only touch. */
export function sharedArea(one: Bounds, other: Bounds): number {
  const width = Math.min(one[2], other[2]) - Math.max(one[0], other[0]);
  const height = Math.min(one[3], other[3]) - Math.max(one[1], other[1]);
  return width > 0 && height > 0 ? width * height : 0;
}
