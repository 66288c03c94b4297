import { labelPosition } from '../geometry/rings.ts';
import type { OsmFeature } from '../sources/osm-feature.ts';
import { highestTileZoom, type MapFeature } from './map-feature.ts';
import { namesOf } from './names.ts';
import { classifyPoi } from './poi-classes.ts';
import { zoomForSize } from './zoom-for-size.ts';

/** `poi`: what somebody may want to drive to. Areas stand as one point inside them. */
export function poiFeatures(osm: OsmFeature): MapFeature[] {
  if (osm.kind === 'line') return [];
  const poi = classifyPoi(osm.tags);
  const names = namesOf(osm.tags);
  if (poi === undefined || (names['name'] === undefined && !poi.nameless)) return [];
  if (/^(?:private|no)$/u.test(osm.tags['access'] ?? '') && poi.class === 'parking') return [];
  const largeEnough = osm.kind === 'area' ? Math.max(zoomForSize(osm.polygons, 24), poi.minZoom - 2) : highestTileZoom;
  return [
    {
      layer: 'poi',
      minZoom: Math.min(poi.rank <= 2 ? poi.minZoom : Math.max(poi.minZoom, largeEnough), highestTileZoom),
      maxZoom: highestTileZoom,
      rank: poi.rank,
      tags: { class: poi.class, subclass: poi.subclass, rank: poi.rank, ...names },
      shape: {
        kind: 'point',
        position: osm.kind === 'point' ? osm.position : labelPosition(osm.polygons[0] ?? []),
      },
      id: osm.id,
    },
  ];
}
