// Kana to the ways to write them: whole words, words in a row, words that begin so, kana as they are.
import type { Dictionary, Entry } from './dictionary.ts';
import { toKatakana } from './kana.ts';
import type { Candidate } from './typing.ts';

const longestWord = 12;
/** Costs beside those of words (0 to 25): each further word, and each kana that no word covers. */
const perWord = 9;
const perBareKana = 16;
/** A word that is read as one kana is seldom meant. */
const shortWord = 5;

/** Kana that often stand alone between words: particles and what honours. */
const alone = new Set(['の', 'は', 'を', 'に', 'が', 'で', 'も', 'へ', 'から', 'まで', 'お', 'さん']);
const aloneCost = 4;

/** The cheapest row of words that reads so; bare kana where no word does. */
export function cheapestRow(reading: string, dictionary: Dictionary): string {
  const best: { cost: number; surface: string }[] = [{ cost: 0, surface: '' }];
  for (let end = 1; end <= reading.length; end += 1) {
    let cheapest = { cost: Infinity, surface: reading.slice(0, end) };
    for (let start = Math.max(0, end - longestWord); start < end; start += 1) {
      const before = best[start];
      if (before === undefined) continue;
      const kana = reading.slice(start, end);
      const word = dictionary.exact(kana)[0];
      const ways: [cost: number, surface: string][] = [];
      if (word !== undefined) ways.push([perWord + word.cost + (kana.length === 1 ? shortWord : 0), word.surface]);
      if (alone.has(kana)) ways.push([perWord + aloneCost, kana]);
      if (kana.length === 1) ways.push([perBareKana + perWord, kana]);
      for (const [cost, surface] of ways) {
        if (before.cost + cost < cheapest.cost)
          cheapest = { cost: before.cost + cost, surface: before.surface + surface };
      }
    }
    best.push(cheapest);
  }
  return best.at(-1)?.surface ?? reading;
}

/** The longest beginnings of a reading that are words: what to take when the whole is none. */
function beginnings(reading: string, dictionary: Dictionary, most: number): Candidate[] {
  const found: Candidate[] = [];
  for (let end = Math.min(reading.length - 1, longestWord); end > 0 && found.length < most; end -= 1) {
    const part = reading.slice(0, end);
    found.push(
      ...dictionary
        .exact(part)
        .slice(0, 4)
        .map(({ surface }) => ({ surface, reading: part })),
    );
  }
  return found.slice(0, most);
}

/**
 * Ways to write a reading, the likeliest first: those of `known` (places that read so, for example), words of the
 * dictionary, and kana as they are. Without a dictionary, what can be had without one.
 */
export function candidatesFor(
  reading: string,
  dictionary: Dictionary | undefined,
  known: readonly string[] = [],
): readonly Candidate[] {
  if (reading === '') return [];
  const whole = (surface: string): Candidate => ({ surface, reading });
  const surfaceOf = ({ surface }: Entry) => surface;
  const exact = dictionary?.exact(reading).map(surfaceOf) ?? [];
  const row = dictionary === undefined ? [] : [cheapestRow(reading, dictionary)];
  const longer = dictionary === undefined || reading.length < 2 ? [] : dictionary.beginning(reading, 8).map(surfaceOf);
  const words = [...known, ...exact.slice(0, 1), ...row, ...exact.slice(1, 24), ...longer].map(whole);
  const kana = [whole(toKatakana(reading)), whole(reading)];
  const parts = dictionary === undefined ? [] : beginnings(reading, dictionary, 8);
  const bare = new Set(kana.map(({ surface }) => surface));
  const first = alone.has(reading) ? [whole(reading)] : [];
  const ordered = [...first, ...words.filter(({ surface }) => !bare.has(surface)), ...kana, ...parts];
  const seen = new Set<string>();
  return ordered.filter(({ surface, reading: part }) => {
    const key = `${part}\t${surface}`;
    return surface !== '' && !seen.has(key) && Boolean(seen.add(key));
  });
}
