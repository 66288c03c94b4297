import { buildPlaces } from './places/build-places.ts';
import { buildRoadGraph } from './road-graph/build-graph.ts';
import { turnRestrictionsOf } from './road-graph/turn-restrictions.ts';
import type { CityRegion } from './regions.ts';
import type { OsmExtract } from './sources/osm-qa.ts';

/** What stands beside a city's archive of tiles, by the ending of its file. */
export const companionBuilders: Readonly<Record<string, (region: CityRegion, extract: OsmExtract) => Uint8Array>> = {
  graph: ({ drivesOn, turnRestrictions }, { features }) =>
    buildRoadGraph({ features, restrictions: turnRestrictionsOf(turnRestrictions), drivesOn }),
  places: (_region, { features }) => buildPlaces(features),
};
