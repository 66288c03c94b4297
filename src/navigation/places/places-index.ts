import type { Place } from '../../contract/screen/geography.ts';
import { toPosition, type Point } from './geometry.ts';
import {
  entryColumns,
  formColumns,
  kinds,
  none,
  objectTypes,
  ownerEntry,
  postingForm,
  postingInner,
  postingJoined,
  roles,
  streetColumns,
  type EntryKind,
  type FormRole,
} from './places-file.ts';
import type { PlacesSections } from './read-sections.ts';
import { readHouses, readLines, type House } from './street-bytes.ts';
import type { WordTable } from './words.ts';

const longestName = 200;
const longestCategory = 40;

/** How much a word says that so many of all forms have: what a thing is (street, avenue) far less than what it is called. */
export function rarity(forms: number, having: number): number {
  return Math.log2(1 + forms / Math.max(1, having)) ** 1.5;
}

/** A region's places, ready to be searched: a view on the file's bytes, and a few numbers worked out from them. */
export class PlacesIndex {
  readonly sections: PlacesSections;
  readonly words: WordTable;
  readonly entryCount: number;
  readonly formCount: number;
  readonly streetCount: number;
  /** How much it says that a word was found: rare ones say more. */
  readonly wordWeights: Float32Array;
  /** The weights of all words of a form together. */
  readonly formWeights: Float32Array;
  /** Whether names in Japanese are among these, so that romaji may be meant. */
  readonly hasReadings: boolean;
  readonly #decoder = new TextDecoder();
  readonly #categories: readonly string[];

  /** @param sections checked ones: `openPlaces` makes them */
  constructor(sections: PlacesSections) {
    this.sections = sections;
    this.entryCount = sections.entries.length / entryColumns.count;
    this.formCount = sections.forms.length / formColumns.count;
    this.streetCount = sections.streets.length / streetColumns.count;
    this.words = {
      count: sections.wordStarts.length,
      text: sections.wordText,
      starts: sections.wordStarts,
      lengths: sections.wordLengths,
      shared: sections.wordShared,
    };
    const { postingStarts, postings } = sections;
    this.wordWeights = new Float32Array(this.words.count);
    this.formWeights = new Float32Array(this.formCount);
    let hasInner = false;
    for (let word = 0; word < this.words.count; word += 1) {
      const [first = 0, end = 0] = [postingStarts[word], postingStarts[word + 1]];
      const weight = rarity(this.formCount, end - first);
      this.wordWeights[word] = weight;
      for (let index = first; index < end; index += 1) {
        const posting = postings[index] ?? 0;
        if ((posting & postingInner) !== 0) hasInner = true;
        if ((posting & (postingInner | postingJoined)) !== 0) continue;
        const form = posting & postingForm;
        this.formWeights[form] = (this.formWeights[form] ?? 0) + weight;
      }
    }
    this.hasReadings = hasInner;
    this.#categories = Array.from(sections.categories, (index) => this.string(index).slice(0, longestCategory));
  }

  string(index: number): string {
    const { stringStarts, strings } = this.sections;
    return this.#decoder.decode(strings.subarray(stringStarts[index], stringStarts[index + 1]));
  }

  point(entry: number): Point {
    const row = entry * entryColumns.count;
    const { entries } = this.sections;
    return { x: (entries[row + entryColumns.x] ?? 0) | 0, y: (entries[row + entryColumns.y] ?? 0) | 0 };
  }

  kind(entry: number): EntryKind {
    return kinds[(this.#facts(entry) >>> 18) & 3] ?? 'place';
  }

  category(entry: number): string {
    return this.#categories[this.#facts(entry) >>> 24] ?? '';
  }

  /** 0 to 1. */
  importance(entry: number): number {
    return (this.#column(entry, entryColumns.importance) & 255) / 255;
  }

  id(entry: number): string {
    const facts = this.#facts(entry);
    const number = this.#column(entry, entryColumns.idLow) + (facts & 0xffff) * 2 ** 32;
    return `${objectTypes[(facts >>> 16) & 3] ?? ''}${number}`;
  }

  area(entry: number): number | undefined {
    const area = this.#column(entry, entryColumns.area);
    return area === none ? undefined : area;
  }

  owner(form: number): number {
    return (this.sections.forms[form * formColumns.count + formColumns.owner] ?? 0) & ownerEntry;
  }

  /** Whether a form is a name to show, and not one that the entry is only found by. */
  isShown(form: number): boolean {
    return this.#role(form) !== 'search';
  }

  /** The first form of an entry, and the one after its last. */
  formsOf(entry: number): readonly [first: number, end: number] {
    const end = entry + 1 < this.entryCount ? this.#column(entry + 1, entryColumns.firstForm) : this.formCount;
    return [this.#column(entry, entryColumns.firstForm), end];
  }

  /** The name in a language, or the local one. */
  name(entry: number, language: string): string {
    const [first, end] = this.formsOf(entry);
    let name = first;
    for (let form = first; form < end; form += 1) {
      if (this.#role(form) === language) name = form;
    }
    const text = this.sections.forms[name * formColumns.count + formColumns.text] ?? 0;
    return this.string(text).slice(0, longestName);
  }

  place(entry: number, language: string): Place {
    const area = this.area(entry);
    return {
      id: this.id(entry),
      kind: this.kind(entry),
      name: this.name(entry, language),
      category: this.category(entry),
      ...(area === undefined ? {} : { area: this.name(area, language) }),
      position: toPosition(this.point(entry)),
    };
  }

  /** The row of a street's entry in `streets`, by bisection. */
  streetOf(entry: number): number | undefined {
    let [low, high] = [0, this.streetCount - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = this.streetColumn(middle, 'entry');
      if (found === entry) return middle;
      if (found < entry) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  }

  streetColumn(street: number, column: 'entry' | 'lines' | 'houses'): number {
    return this.sections.streets[street * streetColumns.count + streetColumns[column]] ?? 0;
  }

  /** West, south, east, north. */
  streetBox(street: number): readonly [number, number, number, number] {
    const { streets } = this.sections;
    const row = street * streetColumns.count;
    const side = (column: number) => (streets[row + column] ?? 0) | 0;
    return [side(streetColumns.west), side(streetColumns.south), side(streetColumns.east), side(streetColumns.north)];
  }

  lines(street: number): Point[][] {
    const origin = this.point(this.streetColumn(street, 'entry'));
    const [start, end] = [this.streetColumn(street, 'lines'), this.streetColumn(street, 'houses')];
    return readLines(this.sections.streetBytes, start, end, origin);
  }

  houses(street: number): House[] {
    const origin = this.point(this.streetColumn(street, 'entry'));
    const { streetBytes } = this.sections;
    const end = street + 1 < this.streetCount ? this.streetColumn(street + 1, 'lines') : streetBytes.length;
    return readHouses(streetBytes, this.streetColumn(street, 'houses'), end, origin);
  }

  suffix(index: number): string {
    return this.string(this.sections.suffixes[index] ?? 0);
  }

  #role(form: number): FormRole {
    const owner = this.sections.forms[form * formColumns.count + formColumns.owner] ?? 0;
    return roles[owner >>> 28] ?? 'search';
  }

  #facts(entry: number): number {
    return this.#column(entry, entryColumns.facts);
  }

  #column(entry: number, column: number): number {
    return this.sections.entries[entry * entryColumns.count + column] ?? 0;
  }
}
