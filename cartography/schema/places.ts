import { labelPosition } from '../geometry/rings.ts';
import type { OsmFeature, OsmTags } from '../sources/osm-feature.ts';
import { highestTileZoom, type MapFeature } from './map-feature.ts';
import { namesOf } from './names.ts';

interface PlaceClass {
  readonly minZoom: number;
  readonly maxZoom: number;
  readonly rank: number;
}

const placeClasses: Readonly<Record<string, PlaceClass>> = {
  city: { minZoom: 4, maxZoom: 14, rank: 1 },
  town: { minZoom: 7, maxZoom: 14, rank: 2 },
  village: { minZoom: 9, maxZoom: 14, rank: 3 },
  suburb: { minZoom: 11, maxZoom: 14, rank: 4 },
  quarter: { minZoom: 12, maxZoom: 14, rank: 5 },
  hamlet: { minZoom: 12, maxZoom: 14, rank: 5 },
  neighbourhood: { minZoom: 13, maxZoom: 14, rank: 6 },
  island: { minZoom: 11, maxZoom: 14, rank: 4 },
  islet: { minZoom: 13, maxZoom: 14, rank: 6 },
};

/** `place`: settlements and their parts, by name. */
export function placeFeatures(osm: OsmFeature): MapFeature[] {
  const type = osm.tags['place'] ?? '';
  const placeClass = placeClasses[type];
  const names = namesOf(osm.tags);
  if (placeClass === undefined || names['name'] === undefined || osm.kind === 'line') return [];
  const position = osm.kind === 'point' ? osm.position : labelPosition(osm.polygons[0] ?? []);
  const rank = placeClass.rank + (type === 'city' && isSmall(osm.tags) ? 1 : 0);
  const capital = type === 'city' && osm.tags['capital'] === 'yes';
  return [
    {
      layer: 'place',
      minZoom: capital ? 2 : placeClass.minZoom + (rank - placeClass.rank) * 3,
      maxZoom: Math.min(placeClass.maxZoom, highestTileZoom),
      rank,
      tags: { class: type, rank, ...names, ...(capital ? { capital: true } : {}) },
      shape: { kind: 'point', position },
      id: osm.id,
    },
  ];
}

/** Some towns are called cities in law; on a map of a region they are not its centre. */
function isSmall(tags: OsmTags): boolean {
  const population = Number.parseInt((tags['population'] ?? '').replaceAll(/[\s.,]/gu, ''), 10);
  return tags['capital'] !== 'yes' && !(population >= 100_000);
}
