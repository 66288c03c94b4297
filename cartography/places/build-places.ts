import type { OsmFeature } from '../sources/osm-feature.ts';
import { areaFinder } from './areas.ts';
import { encodePlaces } from './encode-places.ts';
import { addHouseNumbers } from './house-numbers.ts';
import { placeEntries, poiEntries } from './spots.ts';
import { streetEntries } from './streets.ts';

/** The bytes of `<region>.places`: everything of a city that can be looked for by name. */
export function buildPlaces(features: readonly OsmFeature[]): Uint8Array {
  const places = placeEntries(features);
  const streets = streetEntries(features);
  addHouseNumbers(features, streets);
  return encodePlaces([...places, ...streets, ...poiEntries(features)], areaFinder(places));
}
