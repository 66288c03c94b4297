import { expansionsOf } from './abbreviations.ts';
import { borrowing, typing, type EditCosts } from './edit-costs.ts';
import { fold, wordsOf } from './fold.ts';
import { longestWord } from './form-words.ts';
import { hasJapanese, isKana, isKatakana, kanjiSpelling, romajiToLatin, soundOf } from './japanese.ts';

/** A word as it was typed, and what it may stand for. */
export interface QueryWord {
  /** The first is the word itself. */
  readonly spellings: readonly string[];
  readonly costs: EditCosts;
}

/** One way to read what was typed. */
export interface Reading {
  readonly words: readonly QueryWord[];
  /** A house number at the end, with what follows the digits. */
  readonly house?: HouseQuery;
}

export interface HouseQuery {
  readonly number: number;
  readonly suffix: string;
}

/** More words are not looked at. */
const mostWords = 8;
const longestText = 200;

/** The ways to read a text, the likeliest first; none for a text without a word. */
export function readQuery(text: string, hasReadings: boolean): Reading[] {
  const folded = fold(text.slice(0, longestText));
  const typed = wordsOf(folded).slice(0, mostWords);
  if (typed.length === 0) return [];
  const read = (words: readonly string[]) => words.slice(0, mostWords).map((word) => queryWord(word, hasReadings));
  const readings: Reading[] = [{ words: read(typed) }];
  const split = typed.flatMap((word) => splitScripts(word));
  if (split.length > typed.length) readings.push({ words: read(split) });
  const house = houseIn(folded);
  if (house !== undefined) readings.push({ words: read(wordsOf(house.rest)), house: house.query });
  return readings;
}

/** The words with two neighbours as one: for a space too many. */
export function joinedReadings({ words }: Reading): Reading[] {
  return words.slice(1).map((word, index) => {
    const before = words[index];
    const joined: QueryWord = {
      spellings: [((before?.spellings[0] ?? '') + (word.spellings[0] ?? '')).slice(0, longestWord)],
      costs: word.costs,
    };
    return { words: [...words.slice(0, index), joined, ...words.slice(index + 2)] };
  });
}

function queryWord(word: string, hasReadings: boolean): QueryWord {
  if (isKana(word)) {
    return { spellings: [soundOf(word)], costs: isKatakana(word) || !hasReadings ? borrowing : typing };
  }
  if (hasJapanese(word)) return { spellings: [kanjiSpelling(word)], costs: typing };
  const spellings = [word, ...expansionsOf(word)];
  if (hasReadings) {
    const romaji = romajiToLatin(word);
    if (romaji !== word) spellings.push(romaji);
  }
  return { spellings, costs: typing };
}

/** 渋谷えき: kanji are found as they are written, kana by their sound. */
function splitScripts(word: string): string[] {
  if (!hasJapanese(word)) return [word];
  return word.match(/[\p{Script=Han}々ヶ]+|[ぁ-ゖァ-ヺー]+|[^\p{Script=Han}々ぁ-ゖァ-ヺー]+/gu) ?? [word];
}

/** `18 de julio 1234 bis`, `ул. Кенесары, 4/3`: words, then a number. */
function houseIn(folded: string): { rest: string; query: HouseQuery } | undefined {
  const found = /^(.*[^\d\s,].*?)[\s,]+(?:n[o°]?\.?\s*|#\s*)?(\d{1,6})\s*(bis|[a-zа-я]|[/-][\d/-]+)?\s*$/u.exec(folded);
  if (found === null) return undefined;
  return { rest: found[1] ?? '', query: { number: Number(found[2]), suffix: (found[3] ?? '').trim() } };
}
