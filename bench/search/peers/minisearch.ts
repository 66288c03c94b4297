// MiniSearch over the same names, set up as its documentation says for search while typing: prefixes and slips in every
// word, all words wanted, importance as a boost. Its words are folded by our own function, which its own does not do.
import { fold, wordsOf } from '../../../src/navigation/places/fold.ts';

/** One name of something. */
export interface NameDocument {
  readonly id: number;
  readonly entry: number;
  readonly name: string;
  /** 0 to 1. */
  readonly importance: number;
}

interface MiniSearch {
  addAll(documents: readonly NameDocument[]): void;
  search(text: string): { readonly id: number; readonly entry: number }[];
}

// By a name that is computed, for it is no dependency of the product: it is installed beside this file when it is needed.
const packageName = ['mini', 'search'].join('');

/** @returns the entries that a text finds, the likeliest first */
export async function openMiniSearch(documents: readonly NameDocument[]): Promise<(text: string) => number[]> {
  const { default: Index } = (await import(packageName)) as { default: new (options: object) => MiniSearch };
  const importance = new Map(documents.map((document) => [document.id, document.importance]));
  const index = new Index({
    fields: ['name'],
    storeFields: ['entry'],
    tokenize: (text: string) => wordsOf(fold(text)),
    searchOptions: {
      prefix: true,
      fuzzy: 0.25,
      combineWith: 'AND',
      boostDocument: (id: number) => 1 + (importance.get(id) ?? 0),
    },
  });
  index.addAll(documents);
  return (text) => [...new Set(index.search(text).map(({ entry }) => entry))].slice(0, 10);
}
