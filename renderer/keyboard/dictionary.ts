// The dictionary of conversion: readings in hiragana, each with the ways to write it and what they cost.
import { toKatakana } from './kana.ts';

/** A way to write a reading. The lower its cost, the more usual it is. */
export interface Entry {
  readonly reading: string;
  readonly surface: string;
  readonly cost: number;
}

export interface Dictionary {
  /** Ways to write just this reading, the usual ones first. */
  exact(reading: string): readonly Entry[];
  /** Entries whose longer reading begins so, the usual ones first. */
  beginning(reading: string, most: number): readonly Entry[];
}

/** Of entries that begin alike, this many are looked at for the usual ones. */
const mostLookedAt = 400;

/**
 * Reads lines `reading TAB cost surface TAB cost surface …`, sorted by the reading's code units; costs are letters,
 * `A` the most usual; the surface `*` is the reading in katakana.
 */
export function dictionaryOf(text: string): Dictionary {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const readingAt = (index: number) => {
    const line = lines[index] ?? '';
    return line.slice(0, line.indexOf('\t'));
  };

  /** The first line whose reading is not before `reading`. */
  const find = (reading: string): number => {
    let low = 0;
    let high = lines.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (readingAt(middle) < reading) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  const entriesAt = (index: number): Entry[] => {
    const [reading = '', ...ways] = (lines[index] ?? '').split('\t');
    return ways.map((way) => {
      const surface = way.slice(1);
      return { reading, surface: surface === '*' ? toKatakana(reading) : surface, cost: way.charCodeAt(0) - 65 };
    });
  };

  return {
    exact(reading) {
      const index = find(reading);
      return readingAt(index) === reading ? entriesAt(index) : [];
    },
    beginning(reading, most) {
      const found: Entry[] = [];
      for (let index = find(reading), seen = 0; index < lines.length && seen < mostLookedAt; index += 1, seen += 1) {
        const whole = readingAt(index);
        if (!whole.startsWith(reading)) break;
        if (whole !== reading) found.push(...entriesAt(index));
      }
      return found.toSorted((a, b) => a.cost + a.reading.length / 2 - b.cost - b.reading.length / 2).slice(0, most);
    },
  };
}
