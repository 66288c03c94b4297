// What a slip of the finger or of the ear costs, in tenths of a letter.

/** What sets one way of typing apart from another. */
export interface EditCosts {
  /** Of one letter for another, by their codes below 128: `costs[a * 128 + b]`. */
  readonly swap: Uint8Array;
  /** Of a letter too many or too few. */
  readonly single: Uint8Array;
  /** Of one too many or too few of a pair. */
  readonly double: number;
  readonly transposed: number;
  /** How many times the usual cost is borne. */
  readonly tolerance: number;
}

export const wholeLetter = 10;
const never = 99;

type Sounds = readonly (readonly [letters: string, cost: number])[];

/** Letters that sound alike, first of all in Spanish of the River Plate, or that keyboards and signs mix up. */
const alike: Sounds = [
  ['bv', 3],
  ['sz', 3],
  ['sc', 3],
  ['cz', 3],
  ['ck', 3],
  ['cq', 3],
  ['kq', 3],
  ['gj', 4],
  ['jh', 4],
  ['xj', 4],
  ['xs', 5],
  ['yl', 4],
  ['iy', 3],
  ['nm', 6],
  ['wv', 5],
  ['wu', 4],
  ['ou', 8],
  ['ei', 8],
];

/** Latin names as katakana spell them: what Japanese does not tell apart, and the vowels that it puts between. */
const borrowed: Sounds = [
  ...alike,
  ['bv', 1],
  ['rl', 1],
  ['hf', 2],
  ['ck', 1],
  ['sz', 2],
  ['st', 5],
  ['nm', 2],
  ['yi', 1],
  ['wu', 2],
  ['hj', 2],
  ['gj', 5],
  ['zj', 2],
  ['zy', 4],
  ['zg', 4],
];

/** What people mistype in their own letters. */
export const typing = costs(alike, { h: 3 }, 1);
export const borrowing = costs(borrowed, { h: 3, u: 3, o: 5, y: 4 }, 1.25);

function costs(sounds: Sounds, singles: Readonly<Record<string, number>>, tolerance: number): EditCosts {
  const swap = new Uint8Array(128 * 128).fill(wholeLetter);
  const single = new Uint8Array(128).fill(wholeLetter);
  const code = (letter: string) => letter.charCodeAt(0);
  for (const a of 'aeiou') for (const b of 'aeiou') swap[code(a) * 128 + code(b)] = 9;
  for (const [[a = '', b = ''], cost] of sounds) {
    swap[code(a) * 128 + code(b)] = cost;
    swap[code(b) * 128 + code(a)] = cost;
  }
  // A number is right or it is another one.
  for (const digit of '0123456789') {
    single[code(digit)] = never;
    for (let other = 0; other < 128; other += 1) {
      swap[code(digit) * 128 + other] = never;
      swap[other * 128 + code(digit)] = never;
    }
  }
  for (let letter = 0; letter < 128; letter += 1) swap[letter * 129] = 0;
  for (const [letter, cost] of Object.entries(singles)) single[code(letter)] = cost;
  return { swap, single, double: 4, transposed: 8, tolerance };
}

export function swapCost({ swap }: EditCosts, a: number, b: number): number {
  if (a === b) return 0;
  return a < 128 && b < 128 ? (swap[a * 128 + b] ?? wholeLetter) : wholeLetter;
}

export function singleCost({ single, double }: EditCosts, letter: number, before: number): number {
  const cost = letter < 128 ? (single[letter] ?? wholeLetter) : wholeLetter;
  return letter === before ? Math.min(cost, double) : cost;
}

/** How much may be wrong in a word; a key that was held down says nothing from the third letter on. */
export function mostCost(typed: string, { tolerance }: EditCosts): number {
  const { length } = typed.replaceAll(/(.)\1{2,}/gu, '$1$1');
  const cost = length <= 2 ? 0 : length === 3 ? 4 : length === 4 ? 10 : length === 5 ? 12 : length <= 7 ? 18 : 23;
  return (length > 10 ? 28 : cost) * tolerance;
}
