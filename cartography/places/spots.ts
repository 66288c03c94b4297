import type { OsmFeature, OsmTags } from '../sources/osm-feature.ts';
import { classifyPoi } from '../schema/poi-classes.ts';
import { nameForms, type NamedEntry } from './named-entry.ts';
import { pointOf, positionOf } from './points.ts';

/** How much each kind of place is looked for, 0 to 255. */
const placeImportance: Readonly<Record<string, number>> = {
  country: 255,
  city: 255,
  town: 225,
  suburb: 210,
  village: 200,
  quarter: 185,
  neighbourhood: 150,
  hamlet: 140,
  island: 140,
  square: 150,
  locality: 110,
  islet: 80,
};

/** Settlements and their parts. */
export function placeEntries(features: readonly OsmFeature[]): NamedEntry[] {
  return features.flatMap((osm): NamedEntry[] => {
    const category = osm.tags['place'] ?? '';
    const importance = placeImportance[category];
    const position = positionOf(osm);
    const forms = nameForms(osm.tags);
    if (importance === undefined || position === undefined || forms.length === 0) return [];
    const { id, type } = osm;
    return [{ id, type: typeLetter(type), kind: 'place', category, importance, point: pointOf(position), forms }];
  });
}

/** What somebody may want to drive to; also without a name where it is looked for by what it is. */
export function poiEntries(features: readonly OsmFeature[]): NamedEntry[] {
  return features.flatMap((osm): NamedEntry[] => {
    const poi = classifyPoi(osm.tags);
    const position = positionOf(osm);
    if (poi === undefined || position === undefined || osm.tags['place'] !== undefined) return [];
    const forms = nameForms(withName(osm.tags), poi.class === 'bus' ? [] : refsOf(osm.tags));
    if (forms.length === 0 || (/^(?:private|no)$/u.test(osm.tags['access'] ?? '') && poi.class === 'parking'))
      return [];
    const size = osm.kind === 'area' || osm.tags['wikidata'] !== undefined ? 20 : 0;
    const importance = Math.max(10, 170 - poi.rank * 25) + size;
    const { id, type } = osm;
    return [
      { id, type: typeLetter(type), kind: 'poi', category: poi.class, importance, point: pointOf(position), forms },
    ];
  });
}

/** A filling station or a bank without a name goes by its brand or who runs it. */
function withName(tags: OsmTags): OsmTags {
  const name = tags['name'] ?? tags['brand'] ?? tags['operator'];
  return name === undefined ? tags : { ...tags, name };
}

function refsOf(tags: OsmTags): string[] {
  return tags['ref'] === undefined ? [] : [tags['ref']];
}

export const typeLetter = (type: OsmFeature['type']) => (({ node: 'n', way: 'w', relation: 'r' }) as const)[type];
