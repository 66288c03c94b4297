import { open } from 'node:fs/promises';
import { CodedError, hasCode } from '../../src/errors/coded-error.ts';
import { placeAt } from '../../src/navigation/places/at.ts';
import { nearby } from '../../src/navigation/places/nearby.ts';
import { openPlaces } from '../../src/navigation/places/open-places.ts';
import type { PlacesIndex } from '../../src/navigation/places/places-index.ts';
import { search } from '../../src/navigation/places/search.ts';
import { decodeRoadGraph } from '../../src/navigation/road-graph/decode-graph.ts';
import type { RoadGraph } from '../../src/navigation/road-graph/road-graph.ts';
import { findRoute } from '../../src/navigation/routing/find-route.ts';
import type { LongitudeLatitude, Place } from '../../src/contract/screen/geography.ts';
import type { NavigationRegion, NavigationWork } from './messages.ts';

/** Bytes of an index or a graph; larger ones are none that a terminal was given. */
const largestFile = 2 ** 31;

/** A region's file could not be read; which region's, for whoever downloads it again. */
export class DamagedRegion extends Error {
  override readonly name = 'DamagedRegion';
  readonly regionId: string;
  readonly why: CodedError;

  constructor(regionId: string, why: CodedError) {
    super(why.message, { cause: why });
    this.regionId = regionId;
    this.why = why;
  }
}

/** Searches the files of the installed regions; each is read at its first use, and kept. */
export class RegionFiles {
  #regions: readonly NavigationRegion[] = [];
  readonly #places = new Map<string, Promise<PlacesIndex>>();
  readonly #graphs = new Map<string, Promise<RoadGraph>>();

  set(regions: readonly NavigationRegion[]): void {
    this.#regions = regions;
    const used = new Set(regions.flatMap(({ places, graph }) => [places, graph]));
    for (const files of [this.#places, this.#graphs])
      for (const path of files.keys()) if (!used.has(path)) files.delete(path);
  }

  async search({
    near,
    limit,
    ...query
  }: NavigationWork['search']['ask']): Promise<NavigationWork['search']['answer']> {
    const asked = { ...query, limit, ...(near === undefined ? {} : { near }) };
    const found = (await this.#indexes(near)).flatMap((index) => search(index, asked));
    return found.slice(0, limit);
  }

  async nearby(ask: NavigationWork['nearby']['ask']): Promise<NavigationWork['nearby']['answer']> {
    const nearest = (await this.#indexes(ask.near)).flatMap((index) => nearby(index, ask));
    nearest.sort((a, b) => (a.distance ?? Infinity) - (b.distance ?? Infinity));
    return nearest.slice(0, ask.limit);
  }

  async at({ position, language }: NavigationWork['at']['ask']): Promise<Place> {
    const [index] = await this.#indexes(position);
    if (index !== undefined) return placeAt(index, position, language);
    const [longitude, latitude] = position.map((degrees) => degrees.toFixed(5));
    const words = `${latitude}, ${longitude}`;
    return { id: `point:${words}`, kind: 'point', name: words, category: 'point', position };
  }

  /** @throws map.not-installed where no installed region has roads at both ends; route.* */
  async route({ from, to, heading }: NavigationWork['route']['ask']): Promise<NavigationWork['route']['answer']> {
    const region = this.#regions.find(
      ({ bounds, graph }) => graph !== undefined && contains(bounds, from) && contains(bounds, to),
    );
    if (region?.graph === undefined)
      throw new CodedError(
        this.#regions.some(({ graph }) => graph !== undefined) ? 'route.off-map' : 'map.not-installed',
      );
    const graph = await this.#open(this.#graphs, region, region.graph, decodeRoadGraph);
    const route = findRoute(graph, from, to, heading === undefined ? {} : { heading });
    return { route, drivesOn: graph.drivesOn };
  }

  /** The regions around a position come first. */
  async #indexes(near: LongitudeLatitude | undefined): Promise<PlacesIndex[]> {
    const around = (region: NavigationRegion) => near !== undefined && contains(region.bounds, near);
    const ordered = [...this.#regions.filter(around), ...this.#regions.filter((region) => !around(region))];
    const indexes: PlacesIndex[] = [];
    for (const region of ordered)
      if (region.places !== undefined) indexes.push(await this.#open(this.#places, region, region.places, openPlaces));
    return indexes;
  }

  #open<T>(
    files: Map<string, Promise<T>>,
    region: NavigationRegion,
    path: string,
    decode: (bytes: Uint8Array) => T,
  ): Promise<T> {
    const known = files.get(path);
    if (known !== undefined) return known;
    const opened = readMap(path)
      .then(decode)
      .catch((error: unknown) => {
        // Read again at the next use: it may have been downloaded anew.
        files.delete(path);
        if (hasCode(error, 'map.file-damaged', 'map.places-invalid', 'map.graph-invalid'))
          throw new DamagedRegion(region.id, error);
        throw error;
      });
    files.set(path, opened);
    return opened;
  }
}

async function readMap(path: string): Promise<Uint8Array> {
  try {
    const file = await open(path, 'r');
    try {
      if ((await file.stat()).size > largestFile) throw new Error('too large');
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw new CodedError('map.file-damaged', { detail: path, cause });
  }
}

const contains = (
  [west, south, east, north]: NavigationRegion['bounds'],
  [longitude, latitude]: LongitudeLatitude,
): boolean => longitude >= west && longitude <= east && latitude >= south && latitude <= north;
