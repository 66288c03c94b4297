import type { OsmFeature } from '../sources/osm-feature.ts';
import { areaFeatures } from './areas.ts';
import { buildingFeatures } from './buildings.ts';
import { lineFeatures } from './lines.ts';
import { houseNumberFeatures } from './house-numbers.ts';
import type { MapFeature } from './map-feature.ts';
import { placeFeatures } from './places.ts';
import { poiFeatures } from './pois.ts';
import { roadFeatures } from './roads.ts';

/** Everything that the map shows of a city's OpenStreetMap objects. */
export function cityFeatures(features: readonly OsmFeature[]): MapFeature[] {
  const single = features.flatMap((osm) => [
    ...areaFeatures(osm),
    ...lineFeatures(osm),
    ...buildingFeatures(osm),
    ...placeFeatures(osm),
    ...poiFeatures(osm),
    ...houseNumberFeatures(osm),
  ]);
  return [...single, ...roadFeatures(features)];
}
