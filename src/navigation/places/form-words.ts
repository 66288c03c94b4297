import { expansionsOf } from './abbreviations.ts';
import { fold, wordsOf } from './fold.ts';
import { hasJapanese, isKana, kanaToLatin, kanjiSpelling, moras, soundOf } from './japanese.ts';

/** Longer words are cut, in names and in what is typed. */
export const longestWord = 40;

/** A word by which a form of a name is found. */
export interface FormWord {
  readonly text: string;
  /**
   * `whole`: a word of the name. `inner`: the rest of one from somewhere inside it, where names are written without
   * spaces. `joined`: all words of the name in one, for who forgets the spaces.
   */
  readonly place: 'whole' | 'inner' | 'joined';
}

const mostJoined = 4;

/** The words that stand in the index for a name in any language; readings in kana stand for themselves. */
export function formWords(name: string): FormWord[] {
  const words = wordsOf(fold(name));
  const found = words.flatMap((word) => wordForms(word));
  const spelt = words.map((word) => (isKana(word) ? soundOf(word) : kanjiSpelling(expanded(word))));
  // Without the first word, too: it often says what a thing is, and is left out.
  for (const part of words.length > mostJoined ? [] : [spelt, spelt.slice(1)]) {
    const joined = part.join('');
    if (part.length > 1 && joined.length <= longestWord) found.push({ text: joined, place: 'joined' });
  }
  return found
    .filter(({ text }) => text !== '')
    .map(({ text, place }) => ({ text: text.slice(0, longestWord), place }));
}

function wordForms(word: string): FormWord[] {
  if (isKana(word)) {
    const parts = moras(word.slice(0, longestWord));
    return (parts.length === 0 ? [''] : parts).map((_, index): FormWord => ({
      text: index === 0 ? soundOf(word) : kanaToLatin(parts.slice(index)),
      place: index === 0 ? 'whole' : 'inner',
    }));
  }
  if (hasJapanese(word)) {
    const spelling = kanjiSpelling(word).slice(0, longestWord);
    const signs = Array.from(spelling);
    return signs.map((_, index): FormWord => ({
      text: signs.slice(index).join(''),
      place: index === 0 ? 'whole' : 'inner',
    }));
  }
  return [{ text: expanded(word), place: 'whole' }];
}

/** On signs and in data a word stands short where there is no doubt which one it is. */
function expanded(word: string): string {
  const [only, ...more] = expansionsOf(word);
  return only !== undefined && more.length === 0 && /\D/u.test(only) && word.length > 1 ? only : word;
}
