import { fromGeojsonVt } from '@maplibre/vt-pbf';
import { layerNames, type LayerName } from '../schema/map-feature.ts';
import { arrange, type TileFeature } from './tile-features.ts';
import { tileExtent } from './tile-grid.ts';

export type TileLayers = Readonly<Partial<Record<LayerName, readonly TileFeature[]>>>;

/** Layers of a tile → a Mapbox Vector Tile (version 2), not compressed; undefined when there is nothing to show. */
export function encodeTile(layers: TileLayers): Uint8Array | undefined {
  const filled = layerNames.flatMap((name) => {
    const features = layers[name] ?? [];
    return features.length === 0 ? [] : [[name, { features: arrange(features).map(toVtFeature) }] as const];
  });
  if (filled.length === 0) return undefined;
  return fromGeojsonVt(Object.fromEntries(filled), { version: 2, extent: tileExtent });
}

function toVtFeature({ id, tags, shape }: TileFeature) {
  const common = { tags, ...(id === undefined ? {} : { id }) };
  switch (shape.type) {
    case 1:
      return { ...common, type: 1, geometry: shape.positions };
    case 2:
      return { ...common, type: 2, geometry: shape.lines };
    case 3:
      return { ...common, type: 3, geometry: shape.rings };
  }
}
