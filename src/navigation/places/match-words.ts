import { mostCost, singleCost, swapCost, wholeLetter, type EditCosts } from './edit-costs.ts';
import { longestWord } from './form-words.ts';
import type { WordTable } from './words.ts';

/** A word of the index that may be what was typed. */
export interface WordMatch {
  readonly word: number;
  /** 1 for the same word, less for one that is spelt otherwise or goes on. */
  readonly quality: number;
}

/** How much of its worth a word loses while it is still being typed; the share of what is missing counts. */
const unfinished = { last: 0.22, earlier: 0.4 } as const;

/**
 * Finds every word within reach of what was typed, at its full length or as the beginning of a longer one: an edit
 * distance with transpositions (Damerau; restricted), worked out along the sorted words so that those with the same
 * beginning share their rows.
 */
export function matchWords(words: WordTable, typed: string, isLast: boolean, costs: EditCosts): WordMatch[] {
  const query = Uint16Array.from({ length: Math.min(typed.length, longestWord) }, (_, unit) => typed.charCodeAt(unit));
  const width = query.length + 1;
  const most = mostCost(typed, costs);
  const loss = isLast ? unfinished.last : unfinished.earlier;
  const rows = new Float32Array((longestWord + 1) * width);
  for (let column = 1; column < width; column += 1) {
    const letter = query[column - 1] ?? 0;
    rows[column] = (rows[column - 1] ?? 0) + singleCost(costs, letter, query[column - 2] ?? 0);
  }
  // The least cost at which some beginning of the word, up to each depth, is all that was typed.
  const begun = new Float32Array(longestWord + 1);
  begun[0] = rows[width - 1] ?? 0;
  const found: WordMatch[] = [];
  // Up to this depth the rows belong to the word before; below `dead` no row can come within reach again.
  let depth = 0;
  let dead = longestWord + 1;
  const quality = (cost: number) => 1 - ((cost / wholeLetter) * 1.25) / (query.length + 1);
  for (let word = 0; word < words.count; word += 1) {
    const length = words.lengths[word] ?? 0;
    const start = words.starts[word] ?? 0;
    depth = Math.min(depth, words.shared[word] ?? 0);
    if (depth < dead) dead = longestWord + 1;
    while (depth < length && depth < dead) {
      depth += 1;
      if (fillRow(rows, width, depth, words.text, start, query, costs) > most) dead = depth;
      begun[depth] = Math.min(begun[depth - 1] ?? 0, rows[depth * width + width - 1] ?? 0);
    }
    const reached = Math.min(depth, length);
    const whole = reached === length ? (rows[length * width + width - 1] ?? 0) : Infinity;
    const beginning = begun[reached] ?? Infinity;
    const asWhole = whole <= most ? quality(whole) : 0;
    const asBeginning =
      beginning <= most && query.length < length + 2
        ? quality(beginning) * (1 - loss * Math.max(0, 1 - query.length / length))
        : 0;
    const best = Math.max(asWhole, asBeginning);
    if (best > 0) found.push({ word, quality: best });
  }
  return found;
}

/** @returns the least cost in the row */
function fillRow(
  rows: Float32Array,
  width: number,
  depth: number,
  text: Uint16Array,
  start: number,
  query: Uint16Array,
  costs: EditCosts,
): number {
  const row = depth * width;
  const letter = text[start + depth - 1] ?? 0;
  const before = depth > 1 ? (text[start + depth - 2] ?? 0) : 0;
  const missing = singleCost(costs, letter, before);
  let least = (rows[row] = (rows[row - width] ?? 0) + missing);
  for (let column = 1; column < width; column += 1) {
    const typed = query[column - 1] ?? 0;
    const typedBefore = column > 1 ? (query[column - 2] ?? 0) : 0;
    let cost = Math.min(
      (rows[row - width + column - 1] ?? 0) + swapCost(costs, letter, typed),
      (rows[row - width + column] ?? 0) + missing,
      (rows[row + column - 1] ?? 0) + singleCost(costs, typed, typedBefore),
    );
    if (letter === typedBefore && before === typed && depth > 1 && column > 1 && letter !== typed) {
      cost = Math.min(cost, (rows[row - 2 * width + column - 2] ?? 0) + costs.transposed);
    }
    rows[row + column] = cost;
    least = Math.min(least, cost);
  }
  return least;
}
