import type { OsmFeature, OsmTags } from '../sources/osm-feature.ts';

/** Whether an object can only stand on dry land: the shore must run seaward of it. */
export function isLandEvidence({ kind, tags }: OsmFeature): boolean {
  if (isAfloat(tags)) return false;
  if (kind === 'point') {
    return (
      has(tags, 'addr:housenumber', 'shop', 'amenity', 'highway', 'public_transport') || tags['natural'] === 'tree'
    );
  }
  if (kind === 'line') return has(tags, 'highway', 'railway') && !has(tags, 'bridge');
  return (
    has(tags, 'building', 'landuse', 'leisure', 'amenity', 'aeroway', 'shop') ||
    tags['place'] === 'islet' ||
    tags['place'] === 'island' ||
    (has(tags, 'natural') && !/^(?:water|bay|strait|reef|shoal|coastline)$/u.test(tags['natural'] ?? ''))
  );
}

/** Water, what lies or runs on it, and what only follows a line on paper. */
function isAfloat(tags: OsmTags): boolean {
  return (
    has(tags, 'waterway', 'route', 'boundary', 'power', 'seamark:type', 'harbour') ||
    /^(?:water|bay)$/u.test(tags['natural'] ?? '') ||
    /^(?:marina|swimming_area|fishing)$/u.test(tags['leisure'] ?? '') ||
    /^(?:basin|reservoir|salt_pond)$/u.test(tags['landuse'] ?? '') ||
    /^(?:pier|breakwater|groyne|offshore_platform)$/u.test(tags['man_made'] ?? '')
  );
}

function has(tags: OsmTags, ...keys: string[]): boolean {
  return keys.some((key) => tags[key] !== undefined && tags[key] !== 'no');
}
