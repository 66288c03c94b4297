import { labelPosition } from '../geometry/rings.ts';
import type { OsmFeature } from '../sources/osm-feature.ts';
import { highestTileZoom, type MapFeature } from './map-feature.ts';

const longest = 12;

/** `housenumber`: at the highest zoom, where each stands. */
export function houseNumberFeatures(osm: OsmFeature): MapFeature[] {
  const number = osm.tags['addr:housenumber'];
  if (number === undefined || number.length > longest || osm.kind === 'line') return [];
  return [
    {
      layer: 'housenumber',
      minZoom: highestTileZoom,
      maxZoom: highestTileZoom,
      rank: 0,
      tags: { housenumber: number },
      shape: { kind: 'point', position: osm.kind === 'point' ? osm.position : labelPosition(osm.polygons[0] ?? []) },
    },
  ];
}
