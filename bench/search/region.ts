import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { buildPlaces } from '../../cartography/places/build-places.ts';
import { readOsmQaTiles } from '../../cartography/sources/osm-qa.ts';
import { formColumns } from '../../src/navigation/places/places-file.ts';
import { openPlaces } from '../../src/navigation/places/open-places.ts';
import type { PlacesIndex } from '../../src/navigation/places/places-index.ts';
import { search } from '../../src/navigation/places/search.ts';
import type { NameDocument } from './peers/minisearch.ts';

const near: [number, number] = [-56.17, -34.885];

/** What is searched and what is typed: real names of Montevideo, and how people mistype them. */
export interface World {
  readonly file: Uint8Array;
  readonly index: PlacesIndex;
  readonly documents: readonly NameDocument[];
  /** What was typed, and the name that was meant. */
  readonly typed: readonly (readonly [string, string])[];
  /** Every beginning of it, as it is asked for while it is typed. */
  readonly beginnings: readonly string[];
}

let opened: Promise<World> | undefined;

export function openWorld(say: (line: string) => void): Promise<World> {
  opened ??= makeWorld(say);
  return opened;
}

async function makeWorld(say: (line: string) => void): Promise<World> {
  say('building the index of Montevideo');
  const file = buildPlaces((await readOsmQaTiles('osm-qa-montevideo')).features);
  const index = openPlaces(file);
  const list = new URL('../../test/fixtures/places/misspellings-montevideo.json', import.meta.url);
  const typed = JSON.parse(await readFile(list, 'utf8')) as [string, string][];
  const beginnings = typed.flatMap(([text]) => Array.from({ length: text.length }, (_, end) => text.slice(0, end + 1)));
  const documents = Array.from({ length: index.formCount }, (_, id): NameDocument => {
    const entry = index.owner(id);
    const name = index.string(index.sections.forms[id * formColumns.count + formColumns.text] ?? 0);
    return { id, entry, name, importance: index.importance(entry) };
  });
  return { file, index, documents, typed, beginnings };
}

export function ask(index: PlacesIndex, text: string): string[] {
  return search(index, { text, near, limit: 10, language: 'es' }).map(({ place }) => place.name);
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Mebibytes that something made stays in, and the thing itself, so that it is there until it was counted. */
export async function memoryOf<Made>(make: () => Promise<Made> | Made): Promise<{ made: Made; mebibytes: number }> {
  const used = () => {
    // What was made before may take more than one round to go.
    for (let round = 0; round < 3; round += 1) collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = used();
  const made = await make();
  return { made, mebibytes: (used() - before) / 2 ** 20 };
}
