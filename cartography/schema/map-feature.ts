import type { Line, Polygon, Position } from '../geometry/world.ts';

/** The layers of a tile, in the order in which they are written. `docs/map-schema.md` says what each holds. */
export const layerNames = [
  'water',
  'landcover',
  'landuse',
  'waterway',
  'aeroway',
  'building',
  'transportation',
  'boundary',
  'water_name',
  'transportation_name',
  'place',
  'poi',
  'housenumber',
] as const;
export type LayerName = (typeof layerNames)[number];

export type MapTags = Readonly<Record<string, string | number | boolean>>;

export type Shape =
  | { readonly kind: 'point'; readonly position: Position }
  | { readonly kind: 'line'; readonly lines: readonly Line[] }
  | { readonly kind: 'area'; readonly polygons: readonly Polygon[] };

/** Something to show, in one layer, from one zoom to another (both included). */
export interface MapFeature {
  readonly layer: LayerName;
  readonly minZoom: number;
  readonly maxZoom: number;
  /** Order within the layer: lower ranks come first and so are drawn below. */
  readonly rank: number;
  readonly tags: MapTags;
  readonly shape: Shape;
  /** Where a feature stands for one object that an application may ask about. */
  readonly id?: number;
}

export const highestTileZoom = 14;
