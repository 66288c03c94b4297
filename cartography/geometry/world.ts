/**
 * Geometry while a map is built: spherical Mercator (EPSG:3857) as whole numbers, x east and y south from the
 * north-west corner, 2^32 units around the world. A unit is under a centimetre, and the source tiles' own grid
 * (zoom 12, extent 2^20) is exactly this one, so that nothing is rounded on the way in.
 */
export type Position = readonly [x: number, y: number];
export type Line = readonly Position[];
/** A closed ring: the last position equals the first. */
export type Ring = readonly Position[];
/** The outer ring, then its holes. */
export type Polygon = readonly Ring[];

export const worldSize = 2 ** 32;

export interface Box {
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
}

export function toLongitudeLatitude([x, y]: Position): [longitude: number, latitude: number] {
  const longitude = (x / worldSize) * 360 - 180;
  const latitude = (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / worldSize))) * 180) / Math.PI;
  return [longitude, latitude];
}

/** Latitudes beyond the Mercator square (85.05°) end on its edge. */
export function fromLongitudeLatitude(longitude: number, latitude: number): Position {
  const sine = Math.sin((latitude * Math.PI) / 180);
  const y = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
  return [
    Math.round((longitude / 360 + 0.5) * worldSize),
    Math.round((Number.isNaN(y) ? 1 : Math.min(Math.max(y, 0), 1)) * worldSize),
  ];
}

/** World units in one metre on the ground at height `y`. */
export function unitsPerMetre(y: number): number {
  const [, latitude] = toLongitudeLatitude([0, y]);
  return worldSize / (40_075_016.686 * Math.cos((latitude * Math.PI) / 180));
}

export function boxOf(lines: Iterable<Line>): Box {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const line of lines) {
    for (const [x, y] of line) {
      minX = Math.min(minX, x);
      minY = Math.min(minY, y);
      maxX = Math.max(maxX, x);
      maxY = Math.max(maxY, y);
    }
  }
  return { minX, minY, maxX, maxY };
}

/** The square of a tile (slippy map numbering). */
export function tileBox(z: number, x: number, y: number): Box {
  const size = worldSize / 2 ** z;
  return { minX: x * size, minY: y * size, maxX: (x + 1) * size, maxY: (y + 1) * size };
}

/** The outline of a box, clockwise on screen. */
export function boxRing({ minX, minY, maxX, maxY }: Box): Ring {
  return [
    [minX, minY],
    [maxX, minY],
    [maxX, maxY],
    [minX, maxY],
    [minX, minY],
  ];
}
