import type { OsmTags } from '../sources/osm-feature.ts';
import type { MapTags } from './map-feature.ts';

/** The local name, and the English and Japanese one where it is another; nothing at all for the nameless. */
export function namesOf(tags: OsmTags): MapTags {
  const name = tags['name'] ?? tags['name:en'] ?? tags['name:ja'];
  if (name === undefined) return {};
  const english = tags['name:en'] ?? tags['int_name'];
  const japanese = tags['name:ja'];
  return {
    name,
    ...(english === undefined || english === name ? {} : { name_en: english }),
    ...(japanese === undefined || japanese === name ? {} : { name_ja: japanese }),
  };
}
