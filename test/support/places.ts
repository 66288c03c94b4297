import { readFile } from 'node:fs/promises';
import { buildPlaces } from '../../cartography/places/build-places.ts';
import { fromLongitudeLatitude } from '../../cartography/geometry/world.ts';
import type { OsmFeature, OsmTags } from '../../cartography/sources/osm-feature.ts';
import { readOsmQaTiles } from '../../cartography/sources/osm-qa.ts';
import { openPlaces } from '../../src/navigation/places/open-places.ts';
import type { PlacesIndex } from '../../src/navigation/places/places-index.ts';
import { search, type PlacesQuery } from '../../src/navigation/places/search.ts';

type Coordinates = readonly [longitude: number, latitude: number];

export function osmNode(id: number, [longitude, latitude]: Coordinates, tags: OsmTags): OsmFeature {
  return { id, type: 'node', tags, kind: 'point', position: fromLongitudeLatitude(longitude, latitude) };
}

export function osmWay(id: number, coordinates: readonly Coordinates[], tags: OsmTags): OsmFeature {
  const line = coordinates.map(([longitude, latitude]) => fromLongitudeLatitude(longitude, latitude));
  return { id, type: 'way', tags, kind: 'line', lines: [line] };
}

/** The index of a real region, as its build makes it. */
export async function regionPlaces(region: 'montevideo' | 'astana'): Promise<PlacesIndex> {
  return openPlaces(buildPlaces((await readOsmQaTiles(`osm-qa-${region}`)).features));
}

/** A list of pairs in `test/fixtures/places`. */
export async function pairsOf(fixture: string): Promise<(readonly [string, string])[]> {
  const url = new URL(`../fixtures/places/${fixture}.json`, import.meta.url);
  return JSON.parse(await readFile(url, 'utf8')) as [string, string][];
}

/** Names of what is found, the likeliest first; in the local language unless another is asked for. */
export function namesFound(index: PlacesIndex, text: string, more: Partial<PlacesQuery> = {}): string[] {
  return search(index, { text, limit: 10, language: 'es', ...more }).map(({ place }) => place.name);
}
