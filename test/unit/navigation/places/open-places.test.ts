import { describe, expect, it } from 'vitest';
import { buildPlaces } from '../../../../cartography/places/build-places.ts';
import { openPlaces } from '../../../../src/navigation/places/open-places.ts';
import {
  entryColumns,
  formColumns,
  sections,
  streetColumns,
  type SectionName,
} from '../../../../src/navigation/places/places-file.ts';
import { codeOf } from '../../../support/coded.ts';
import { osmNode, osmWay } from '../../../support/places.ts';

const file = buildPlaces([
  osmNode(1, [10, 50], { name: 'Villa', place: 'city' }),
  osmWay(
    2,
    [
      [10, 50],
      [10.01, 50.001],
    ],
    { name: 'Calle Larga', highway: 'primary' },
  ),
  osmNode(3, [10.001, 50], { 'addr:street': 'Calle Larga', 'addr:housenumber': '12' }),
]);

/** The file with one number of a section changed. */
function changed(section: SectionName, element: number, to: (before: number) => number): Uint8Array {
  const copy = Uint8Array.from(file);
  const view = new DataView(copy.buffer);
  const index = sections.findIndex(([name]) => name === section);
  const width = sections[index]?.[1] ?? 1;
  const at = view.getUint32(16 + index * 8, true) + element * width;
  if (width === 4) view.setUint32(at, to(view.getUint32(at, true)) >>> 0, true);
  else if (width === 2) view.setUint16(at, to(view.getUint16(at, true)), true);
  else copy[at] = to(copy[at] ?? 0);
  return copy;
}

const east = streetColumns.east;

describe('a file of places', () => {
  it('is read as it was written', () => expect(openPlaces(file).entryCount).toBe(2));

  it.each([
    ['its first bytes', file.map((byte, index) => (index === 0 ? 0 : byte))],
    ['its version', file.map((byte, index) => (index === 4 ? 9 : byte))],
    ['its end', file.subarray(0, file.length - 4)],
    ['more than its end', Uint8Array.from([...file, 0, 0, 0, 0])],
    ['nothing', new Uint8Array()],
    ['where a string ends', changed('stringStarts', 1, () => 10_000)],
    ['its text', changed('strings', 0, () => 0xff)],
    ['a category', changed('categories', 0, () => 1_000)],
    ['a suffix', changed('suffixes', 0, () => 1_000)],
    ['the kind of an entry', changed('entries', entryColumns.facts, (facts) => facts | (3 << 18))],
    ['where an entry is', changed('entries', entryColumns.y, () => 100_000_000)],
    ['the area of an entry', changed('entries', entryColumns.area, () => 77)],
    ['the names of an entry', changed('entries', entryColumns.firstForm, () => 1)],
    ['the owner of a name', changed('forms', formColumns.owner, () => 1)],
    ['a name that is none', changed('forms', formColumns.text, () => 1_000)],
    ['the role of a first name', changed('forms', formColumns.owner, (owner) => owner | (4 << 28))],
    ['the length of a word', changed('wordLengths', 0, () => 41)],
    ['what a word shares', changed('wordShared', 1, () => 3)],
    ['the letters of a word', changed('wordText', 0, () => 0xffff)],
    ['where a word lies', changed('wordStarts', 0, () => 10_000)],
    ['where a word is found', changed('postingStarts', 1, () => 1_000)],
    ['what a word finds', changed('postings', 0, () => 999)],
    ['the entry of a street', changed('streets', streetColumns.entry, () => 50)],
    ['the bounds of a street', changed('streets', east, () => 0)],
    ['where the houses of a street are', changed('streets', streetColumns.houses, (at) => at + 1)],
    ['how many lines a street has', changed('streetBytes', 0, () => 200)],
  ])('is refused where %s is wrong', (_, bytes) => {
    expect(codeOf(() => openPlaces(bytes))).toBe('map.places-invalid');
  });
});
