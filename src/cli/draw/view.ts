import type { Bounds } from '../../maps/pmtiles/archive-facts.ts';

/** Pixels a tile is drawn at where the zoom is a whole number: the same convention as MapLibre's. */
export const tilePixels = 512;

/** A picture's frame over the world, in pixels of the picture. */
export interface View {
  readonly zoom: number;
  readonly width: number;
  readonly height: number;
  /** Where the picture's left upper corner lies in the world, which is `tilePixels * 2 ** zoom` pixels wide. */
  readonly left: number;
  readonly top: number;
}

export interface Place {
  readonly longitude: number;
  readonly latitude: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

export function viewAround(centre: Place, zoom: number, { width, height }: Size): View {
  const [x, y] = worldShare(centre);
  const scale = tilePixels * 2 ** zoom;
  return { zoom, width, height, left: x * scale - width / 2, top: y * scale - height / 2 };
}

/** The closest view that shows all of the bounds. */
export function viewOf({ west, south, east, north }: Bounds, { width, height }: Size): View {
  const [minX, minY] = worldShare({ longitude: west, latitude: north });
  const [maxX, maxY] = worldShare({ longitude: east, latitude: south });
  const scale = Math.min(width / (maxX - minX), height / (maxY - minY));
  const zoom = Math.log2(scale / tilePixels);
  const left = ((minX + maxX) / 2) * scale - width / 2;
  return { zoom, width, height, left, top: ((minY + maxY) / 2) * scale - height / 2 };
}

/** Metres on the ground that a pixel in the middle of the picture stands for. */
export function metresPerPixel({ zoom, top, height }: View): number {
  const scale = tilePixels * 2 ** zoom;
  const latitude = Math.atan(Math.sinh(Math.PI * (1 - (2 * (top + height / 2)) / scale)));
  return (40_075_016.686 * Math.cos(latitude)) / scale;
}

/** Mercator, 0 to 1 from the north-west corner. */
function worldShare({ longitude, latitude }: Place): [x: number, y: number] {
  const sine = Math.sin((Math.min(Math.max(latitude, -85.0511), 85.0511) * Math.PI) / 180);
  return [longitude / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
}
