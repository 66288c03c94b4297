import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildPlaces } from '../../cartography/places/build-places.ts';
import { CodedError } from '../../src/errors/coded-error.ts';
import { placeAt } from '../../src/navigation/places/at.ts';
import { typing } from '../../src/navigation/places/edit-costs.ts';
import { fold, wordsOf } from '../../src/navigation/places/fold.ts';
import { matchWords } from '../../src/navigation/places/match-words.ts';
import { nearby } from '../../src/navigation/places/nearby.ts';
import { openPlaces } from '../../src/navigation/places/open-places.ts';
import { search } from '../../src/navigation/places/search.ts';
import { osmNode, osmWay } from '../support/places.ts';

const names = fc.array(fc.stringMatching(/^[A-Za-zÁÉÑáéíóúüñßжшяあかしゃんーカ駅渋谷0-9' -]{1,30}$/u), {
  minLength: 1,
  maxLength: 20,
});

const featuresOf = (list: readonly string[]) =>
  list.flatMap((name, index) => [
    osmNode(index + 1, [10 + index / 100, 50], { name, amenity: 'cafe' }),
    osmWay(
      index + 1,
      [
        [10 + index / 100, 50.01],
        [10 + index / 100, 50.012],
      ],
      { name, highway: 'residential' },
    ),
    osmNode(1_000 + index, [10 + index / 100, 50.011], {
      'addr:street': name,
      'addr:housenumber': String(index * 7 + 1),
    }),
  ]);

/** Everything that reads an index, over all of it. */
function useAll(file: Uint8Array): void {
  const index = openPlaces(file);
  for (const text of ['a', 'calle larga 12', 'かしゃ', '渋谷', '10.00, 50.00', 'ñandu b']) {
    search(index, { text, near: [10, 50], limit: 50, language: 'ja' });
  }
  for (let entry = 0; entry < index.entryCount; entry += 1) index.place(entry, 'en');
  nearby(index, { category: 'cafe', near: [10, 50], limit: 50, language: 'en' });
  placeAt(index, [10, 50.011], 'ja');
}

describe('indexes of places', () => {
  it('give every name back, found by itself in any case', () => {
    fc.assert(
      fc.property(names, (list) => {
        const index = openPlaces(buildPlaces(featuresOf(list)));
        for (const name of list.filter(
          (known) => wordsOf(fold(known)).length > 0 && wordsOf(fold(known)).length <= 8,
        )) {
          const found = search(index, { text: name.toUpperCase(), limit: 50, language: 'en' }).map(
            ({ place }) => place.name,
          );
          expect(found, name).toContain(name);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('that are damaged are refused with their code, or read without harm', () => {
    const file = buildPlaces(featuresOf(['Calle Larga', '渋谷駅', 'カーサ', 'Ñandú 5', 'Жасыл']));
    const damage = fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(damage, fc.option(fc.nat(file.length)), (changes, cut) => {
        const bytes = Uint8Array.from(file);
        for (const [at, value] of changes) bytes[at] = value;
        try {
          useAll(cut === null ? bytes : bytes.subarray(0, cut));
        } catch (error) {
          expect(error).toBeInstanceOf(CodedError);
          expect((error as CodedError).code).toBe('map.places-invalid');
        }
      }),
      { numRuns: 1_500 },
    );
  });

  it('may begin anywhere in memory', () => {
    const file = buildPlaces(featuresOf(['Calle Larga']));
    const shifted = new Uint8Array(file.length + 1);
    shifted.set(file, 1);
    expect(() => useAll(shifted.subarray(1))).not.toThrow();
  });
});

describe('words within reach of what was typed', () => {
  it('are those that the distance worked out one by one says', () => {
    const word = fc.stringMatching(/^[abvlyhs1]{1,9}$/u);
    fc.assert(
      fc.property(fc.uniqueArray(word, { minLength: 1, maxLength: 30 }), word, (list, typed) => {
        const together = openPlaces(
          buildPlaces(list.map((name, id) => osmNode(id + 1, [10, 50], { name, amenity: 'cafe' }))),
        );
        const found = new Map(
          matchWords(together.words, typed, true, typing).map((match) => [
            wordAt(together.words, match.word),
            match.quality,
          ]),
        );
        for (const name of new Set(list)) {
          const alone = openPlaces(buildPlaces([osmNode(1, [10, 50], { name, amenity: 'cafe' })]));
          const [single] = matchWords(alone.words, typed, true, typing);
          expect(found.get(wordAt(alone.words, 0)), `${typed} ${name}`).toBe(single?.quality);
        }
      }),
      { numRuns: 150 },
    );
  });
});

function wordAt(
  { text, starts, lengths }: { text: Uint16Array; starts: Uint32Array; lengths: Uint8Array },
  word: number,
) {
  const start = starts[word] ?? 0;
  return String.fromCharCode(...text.subarray(start, start + (lengths[word] ?? 0)));
}
