import { CodedError } from '../../errors/coded-error.ts';
import { longestWord } from './form-words.ts';

/** The sorted words of an index, by UTF-16 code units; one word may lie inside another's text. */
export interface WordTable {
  readonly count: number;
  readonly text: Uint16Array;
  readonly starts: Uint32Array;
  readonly lengths: Uint8Array;
  /** How many code units each has in common with the word before. */
  readonly shared: Uint8Array;
}

/** @throws CodedError map.places-invalid where words are out of order or lie outside the text */
export function checkWords(words: WordTable): void {
  const { count, text, starts, lengths, shared } = words;
  for (let word = 0; word < count; word += 1) {
    const [start = 0, length = 0, common = 0] = [starts[word], lengths[word], shared[word]];
    if (length === 0 || length > longestWord || start + length > text.length) throw invalidPlaces('a word');
    const [before = 0, lengthBefore = 0] = word === 0 ? [0, 0] : [starts[word - 1], lengths[word - 1]];
    if (common > Math.min(length, lengthBefore)) throw invalidPlaces('the beginning of a word');
    for (let unit = 0; unit < common; unit += 1) {
      if (text[start + unit] !== text[before + unit]) throw invalidPlaces('the beginning of a word');
    }
    const ascends =
      common === lengthBefore ? common < length : (text[start + common] ?? 0) > (text[before + common] ?? 0);
    if (!ascends) throw invalidPlaces('the order of words');
  }
}

export function invalidPlaces(what: string): CodedError {
  return new CodedError('map.places-invalid', { detail: `The index of places is damaged: ${what}.` });
}
