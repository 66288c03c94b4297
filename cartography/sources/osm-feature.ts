import type { Line, Polygon, Position } from '../geometry/world.ts';

export type OsmTags = Readonly<Record<string, string>>;

interface OsmObject {
  readonly id: number;
  readonly type: 'node' | 'way' | 'relation';
  readonly tags: OsmTags;
}

/** One OpenStreetMap object, whole again after the source cut it at tile borders. */
export type OsmFeature = OsmObject &
  (
    | { readonly kind: 'point'; readonly position: Position }
    | { readonly kind: 'line'; readonly lines: readonly Line[] }
    | { readonly kind: 'area'; readonly polygons: readonly Polygon[] }
  );

export type OsmPoint = Extract<OsmFeature, { kind: 'point' }>;
export type OsmLine = Extract<OsmFeature, { kind: 'line' }>;
export type OsmArea = Extract<OsmFeature, { kind: 'area' }>;
