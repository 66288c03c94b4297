import type { OsmFeature } from '../sources/osm-feature.ts';
import { highestTileZoom, type MapFeature } from './map-feature.ts';
import { namesOf } from './names.ts';
import { zoomForSize } from './zoom-for-size.ts';

const waterways: Readonly<Record<string, number>> = { river: 8, canal: 10, stream: 12, drain: 13, ditch: 13 };
const aeroways: Readonly<Record<string, number>> = { runway: 10, taxiway: 12, apron: 11, helipad: 14 };

/** `waterway`, `aeroway` and `boundary`. */
export function lineFeatures(osm: OsmFeature): MapFeature[] {
  return [...waterway(osm), ...aeroway(osm), ...boundary(osm)];
}

function waterway(osm: OsmFeature): MapFeature[] {
  const type = osm.tags['waterway'] ?? '';
  const minZoom = waterways[type];
  if (osm.kind !== 'line' || minZoom === undefined) return [];
  const underground = osm.tags['tunnel'] !== undefined && osm.tags['tunnel'] !== 'no';
  const intermittent = osm.tags['intermittent'] === 'yes';
  const tags = {
    class: type === 'ditch' ? 'drain' : type,
    ...namesOf(osm.tags),
    ...(underground ? { tunnel: true } : {}),
    ...(intermittent ? { intermittent: true } : {}),
  };
  return [{ layer: 'waterway', minZoom, maxZoom: highestTileZoom, rank: 0, tags, shape: osm }];
}

function aeroway(osm: OsmFeature): MapFeature[] {
  const type = osm.tags['aeroway'] ?? '';
  const minZoom = aeroways[type];
  if (osm.kind === 'point' || minZoom === undefined) return [];
  const ref = osm.tags['ref'];
  const tags = { class: type, ...(ref === undefined ? {} : { ref }) };
  const zoom = osm.kind === 'area' ? Math.max(minZoom, zoomForSize(osm.polygons, 2)) : minZoom;
  return [
    { layer: 'aeroway', minZoom: zoom, maxZoom: highestTileZoom, rank: type === 'apron' ? 0 : 1, tags, shape: osm },
  ];
}

function boundary(osm: OsmFeature): MapFeature[] {
  const level = Number(osm.tags['admin_level']);
  if (osm.kind !== 'line' || osm.tags['boundary'] !== 'administrative' || !(level >= 2 && level <= 8)) return [];
  const tags = { admin_level: level };
  return [{ layer: 'boundary', minZoom: level + 3, maxZoom: highestTileZoom, rank: -level, tags, shape: osm }];
}
