import type { MapTags } from '../schema/map-feature.ts';
import type { TilePosition } from './clean-geometry.ts';

/** A feature of a tile, clipped, simplified and clean. */
export interface TileFeature {
  readonly rank: number;
  readonly tags: MapTags;
  readonly id?: number;
  readonly shape: TileShape;
}

/** By the geometry types' numbers in vector tiles. */
export type TileShape =
  | { readonly type: 1; readonly positions: readonly TilePosition[] }
  | { readonly type: 2; readonly lines: readonly TilePosition[][] }
  /** Polygon after polygon, each with its outer ring first and then its holes. */
  | { readonly type: 3; readonly rings: readonly TilePosition[][] };

/**
 * In drawing order, with features that differ in nothing but their geometry made one: a city's nameless streets are a
 * single feature instead of thousands.
 */
export function arrange(features: readonly TileFeature[]): TileFeature[] {
  const alone = features.filter(({ id }) => id !== undefined);
  const groups = Map.groupBy(
    features.filter(({ id }) => id === undefined),
    ({ rank, tags, shape }) => JSON.stringify([rank, shape.type, tags]),
  );
  const together = [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [{ ...first, shape: shapeOfAll(group.map(({ shape }) => shape)) ?? first.shape }];
  });
  return [...together, ...alone].toSorted((a, b) => a.rank - b.rank);
}

function shapeOfAll(shapes: readonly TileShape[]): TileShape | undefined {
  switch (shapes[0]?.type) {
    case 1:
      return { type: 1, positions: shapes.flatMap((shape) => (shape.type === 1 ? shape.positions : [])) };
    case 2:
      return { type: 2, lines: shapes.flatMap((shape) => (shape.type === 2 ? shape.lines : [])) };
    case 3:
      return { type: 3, rings: shapes.flatMap((shape) => (shape.type === 3 ? shape.rings : [])) };
    case undefined:
      return undefined;
  }
}
