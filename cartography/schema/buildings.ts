import type { OsmFeature, OsmTags } from '../sources/osm-feature.ts';
import { highestTileZoom, type MapFeature } from './map-feature.ts';
import { zoomForSize } from './zoom-for-size.ts';

const metresPerLevel = 3;

/** `building`: from zoom 13 on the larger ones, from zoom 14 on all. */
export function buildingFeatures(osm: OsmFeature): MapFeature[] {
  const building = osm.tags['building'];
  if (osm.kind !== 'area' || building === undefined || building === 'no' || osm.tags['location'] === 'underground') {
    return [];
  }
  const height = heightOf(osm.tags);
  return [
    {
      layer: 'building',
      minZoom: Math.max(zoomForSize(osm.polygons, 4), 13),
      maxZoom: highestTileZoom,
      rank: 0,
      tags: height === undefined ? {} : { render_height: height },
      shape: osm,
    },
  ];
}

/** Metres, whole; from the height itself or the number of levels. */
function heightOf(tags: OsmTags): number | undefined {
  const height = Number.parseFloat(tags['height'] ?? '');
  const levels = Number.parseFloat(tags['building:levels'] ?? '');
  const metres = Number.isNaN(height) ? levels * metresPerLevel : height;
  return metres > 0 && metres < 1_000 ? Math.round(metres) : undefined;
}
