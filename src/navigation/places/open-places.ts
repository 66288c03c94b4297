import {
  entryColumns,
  formColumns,
  kinds,
  none,
  ownerEntry,
  postingForm,
  roles,
  streetColumns,
} from './places-file.ts';
import { PlacesIndex } from './places-index.ts';
import { readSections, type PlacesSections } from './read-sections.ts';
import { unitsPerDegree } from './geometry.ts';
import { checkWords, invalidPlaces } from './words.ts';

/** Longest name in bytes. */
const longestString = 1_200;
const farthestX = 180 * unitsPerDegree;
const farthestY = 90 * unitsPerDegree;

/**
 * Opens a region's index of places; every number in it is checked, so that no search can go astray.
 *
 * @param file the whole of `<region>.places`; it is not copied, and must not change
 * @throws CodedError map.places-invalid
 */
export function openPlaces(file: Uint8Array): PlacesIndex {
  const parts = readSections(file);
  checkStrings(parts);
  checkEntries(parts);
  checkForms(parts);
  checkStreetRows(parts);
  if (parts.wordLengths.length !== parts.wordStarts.length || parts.wordShared.length !== parts.wordStarts.length) {
    throw invalidPlaces('how many words there are');
  }
  checkPostings(parts);
  const index = new PlacesIndex(parts);
  checkWords(index.words);
  for (let street = 0; street < index.streetCount; street += 1) checkStreet(index, street);
  return index;
}

function checkStrings({ stringStarts, strings, categories, suffixes }: PlacesSections): void {
  const count = stringStarts.length - 1;
  if (count < 1 || stringStarts[0] !== 0 || stringStarts[count] !== strings.length) throw invalidPlaces('its strings');
  for (let index = 0; index < count; index += 1) {
    const [start = 0, end = 0] = [stringStarts[index], stringStarts[index + 1]];
    // A string that begins in the middle of a character would begin with its second byte.
    const isWhole = start === end || ((strings[start] ?? 0) & 0xc0) !== 0x80;
    if (start > end || end - start > longestString || !isWhole) throw invalidPlaces('a string');
  }
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(strings);
  } catch (error) {
    throw invalidPlaces(`its text (${String(error)})`);
  }
  if ([...categories, ...suffixes].some((index) => index >= count)) throw invalidPlaces('a category or suffix');
  if (suffixes.length === 0) throw invalidPlaces('its suffixes');
}

function checkEntries({ entries, forms, categories }: PlacesSections): void {
  const { count, facts, x, y, area, firstForm } = entryColumns;
  const total = entries.length / count;
  const formCount = forms.length / formColumns.count;
  if (!Number.isInteger(total) || !Number.isInteger(formCount) || total > ownerEntry || formCount > postingForm) {
    throw invalidPlaces('how many entries there are');
  }
  for (let entry = 0; entry < total; entry += 1) {
    const column = (name: number) => entries[entry * count + name] ?? 0;
    const next = entry + 1 < total ? (entries[(entry + 1) * count + firstForm] ?? 0) : formCount;
    const isSound =
      ((column(facts) >>> 18) & 3) < kinds.length &&
      column(facts) >>> 24 < categories.length &&
      isOnEarth(column(x) | 0, column(y) | 0) &&
      (column(area) === none || column(area) < total) &&
      column(firstForm) < next &&
      (entry > 0 || column(firstForm) === 0);
    if (!isSound) throw invalidPlaces('an entry');
    for (let form = column(firstForm); form < Math.min(next, formCount); form += 1) {
      const owner = forms[form * formColumns.count + formColumns.owner] ?? 0;
      if ((owner & ownerEntry) !== entry) throw invalidPlaces('whose name it is');
    }
  }
  if (total === 0 && formCount > 0) throw invalidPlaces('names of nothing');
}

/** The first form of each entry is its local name, and what is shown is not empty. */
function checkForms({ entries, forms, stringStarts }: PlacesSections): void {
  for (let form = 0; form < forms.length / formColumns.count; form += 1) {
    const text = forms[form * formColumns.count + formColumns.text] ?? 0;
    const owner = forms[form * formColumns.count + formColumns.owner] ?? 0;
    const role = roles[owner >>> 28];
    if (role === undefined || text >= stringStarts.length - 1) throw invalidPlaces('a name');
    if (role !== 'search' && stringStarts[text] === stringStarts[text + 1]) throw invalidPlaces('an empty name');
    const first = entries[(owner & ownerEntry) * entryColumns.count + entryColumns.firstForm];
    if (first === form && role !== 'local') throw invalidPlaces('a local name');
  }
}

function checkPostings({ wordStarts, postingStarts, postings, forms }: PlacesSections): void {
  const count = wordStarts.length;
  if (postingStarts.length !== count + 1 || postingStarts[0] !== 0 || postingStarts[count] !== postings.length) {
    throw invalidPlaces('where words are found');
  }
  for (let word = 0; word < count; word += 1) {
    if ((postingStarts[word] ?? 0) > (postingStarts[word + 1] ?? 0)) throw invalidPlaces('where a word is found');
  }
  const formCount = forms.length / formColumns.count;
  for (const posting of postings) if ((posting & postingForm) >= formCount) throw invalidPlaces('what a word finds');
}

function checkStreetRows({ streets, streetBytes, entries }: PlacesSections): void {
  const { count, entry, west, south, east, north, lines, houses } = streetColumns;
  const total = streets.length / count;
  if (!Number.isInteger(total)) throw invalidPlaces('how many streets there are');
  let [before, offset] = [-1, 0];
  for (let street = 0; street < total; street += 1) {
    const column = (name: number) => streets[street * count + name] ?? 0;
    const isSound =
      column(entry) > before &&
      column(entry) < entries.length / entryColumns.count &&
      column(lines) >= offset &&
      column(houses) >= column(lines) &&
      column(houses) <= streetBytes.length &&
      isOnEarth(column(west) | 0, column(south) | 0) &&
      isOnEarth(column(east) | 0, column(north) | 0) &&
      (column(west) | 0) <= (column(east) | 0) &&
      (column(south) | 0) <= (column(north) | 0);
    if (!isSound) throw invalidPlaces('a street');
    [before, offset] = [column(entry), column(houses)];
  }
}

/** Reads its lines and houses once; a number there may cost as many bytes as it says, so this ends. */
function checkStreet(index: PlacesIndex, street: number): void {
  for (const line of index.lines(street)) {
    if (!line.every(({ x, y }) => isOnEarth(x, y))) throw invalidPlaces('a line');
  }
  const suffixes = index.sections.suffixes.length;
  for (const { x, y, suffix, number } of index.houses(street)) {
    if (!isOnEarth(x, y) || suffix >= suffixes || number > 0xffff_ffff) throw invalidPlaces('a house number');
  }
}

const isOnEarth = (x: number, y: number) => Math.abs(x) <= farthestX && Math.abs(y) <= farthestY;
