import { formWords, type FormWord } from '../../src/navigation/places/form-words.ts';
import { postingInner, postingJoined } from '../../src/navigation/places/places-file.ts';

export interface IndexedWords {
  readonly text: Uint16Array;
  readonly starts: Uint32Array;
  readonly lengths: Uint8Array;
  readonly shared: Uint8Array;
  readonly postingStarts: Uint32Array;
  readonly postings: Uint32Array;
}

const flags: Readonly<Record<FormWord['place'], number>> = { whole: 0, inner: postingInner, joined: postingJoined };

/** The sorted words of all forms, and where each is found. */
export function indexWords(forms: readonly string[]): IndexedWords {
  const found = new Map<string, number[]>();
  forms.forEach((form, number) => {
    const words = new Map<string, number>();
    for (const { text, place } of formWords(form)) {
      // A word that stands whole in a form needs no other mention of it.
      words.set(text, Math.min(words.get(text) ?? Infinity, flags[place]));
    }
    for (const [text, flag] of words) {
      const postings = found.get(text);
      // Unsigned, for the highest bit is a flag.
      if (postings === undefined) found.set(text, [(number | flag) >>> 0]);
      else postings.push((number | flag) >>> 0);
    }
  });
  // By code units, not by the rules of a language: the reader compares like that.
  const words = [...found.keys()].toSorted((a, b) => (a < b ? -1 : 1));
  return { ...layOut(words), ...layOutPostings(words.map((word) => found.get(word) ?? [])) };
}

/** Texts one after the other; the end of one that is there already is not written again. */
function layOut(words: readonly string[]): Pick<IndexedWords, 'text' | 'starts' | 'lengths' | 'shared'> {
  const placeOf = new Map<string, number>();
  let text = '';
  const longestFirst = words.toSorted((a, b) => b.length - a.length);
  for (const word of longestFirst) {
    if (placeOf.has(word)) continue;
    for (let start = 0; start < word.length; start += 1) {
      const rest = word.slice(start);
      if (!placeOf.has(rest)) placeOf.set(rest, text.length + start);
    }
    text += word;
  }
  return {
    text: Uint16Array.from({ length: text.length }, (_, index) => text.charCodeAt(index)),
    starts: Uint32Array.from(words, (word) => placeOf.get(word) ?? 0),
    lengths: Uint8Array.from(words, (word) => word.length),
    shared: Uint8Array.from(words, (word, index) => commonLength(words[index - 1] ?? '', word)),
  };
}

function layOutPostings(lists: readonly (readonly number[])[]): Pick<IndexedWords, 'postingStarts' | 'postings'> {
  const postingStarts = new Uint32Array(lists.length + 1);
  lists.forEach((list, index) => (postingStarts[index + 1] = (postingStarts[index] ?? 0) + list.length));
  return { postingStarts, postings: Uint32Array.from(lists.flat()) };
}

function commonLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}
