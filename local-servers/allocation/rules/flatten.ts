import { keyAfter, keyBefore } from './hardware-number.ts';

/** The hardware numbers that one rule of a group takes, as keys; both ends are in it. */
export interface KeyRange {
  readonly rule: number;
  readonly from: string;
  readonly to: string;
}

/**
 * Hardware numbers that the same rules are for: `rule` is the most specific of them, and `below` names the stack of the
 * others, where there are any. Segments do not overlap, so that one step into their index finds the only one.
 */
export interface Segment {
  readonly from: string;
  readonly to: string;
  readonly rule: number;
  readonly below: number | undefined;
}

/** Rules that overlap, the more specific one above; what lies below is shared with other stacks. */
export interface Stack {
  readonly id: number;
  readonly rule: number;
  readonly below: number | undefined;
}

/** Ranges that may overlap at one hardware number: more are a mistake, and would make segments many. */
export const maximumOverlap = 100;

export interface FlattenOptions {
  /** Negative where `a` is the more specific one. */
  readonly compare: (a: KeyRange, b: KeyRange) => number;
  readonly onSegment: (segment: Segment) => void;
  readonly onStack: (stack: Omit<Stack, 'id'>) => number;
  /** Told of a range that overlaps too many others; it is left out. */
  readonly onTooMany: (range: KeyRange) => void;
}

interface Open {
  readonly range: KeyRange;
  /** The stack that has this rule on top, once something needed it. */
  stack: number | undefined;
}

/**
 * Turns ranges that may lie within or across one another into segments. Ranges come ordered by where they begin; memory
 * holds only those that are open at the place where the sweep is. `end` closes what is left.
 */
export class Flattener {
  readonly #options: FlattenOptions;
  /** The ranges that are open, the most specific first. */
  #open: Open[] = [];
  /** The first key that no segment has been made for yet. */
  #at: string | undefined;

  constructor(options: FlattenOptions) {
    this.#options = options;
  }

  add(range: KeyRange): void {
    this.#advance(range.from);
    if (this.#open.length >= maximumOverlap) return this.#options.onTooMany(range);
    if (this.#open.length === 0) this.#at = range.from;
    const place = this.#open.findIndex((other) => this.#options.compare(range, other.range) < 0);
    const index = place < 0 ? this.#open.length : place;
    this.#open.splice(index, 0, { range, stack: undefined });
    this.#forgetStacks(index);
  }

  end(): void {
    this.#advance(undefined);
  }

  /** Makes the segments up to `until` (or to the end), and closes the ranges that end before it. */
  #advance(until: string | undefined): void {
    for (;;) {
      if (this.#open.length === 0 || this.#at === undefined) return;
      if (until !== undefined && this.#at >= until) return;
      const ends = this.#open.reduce((least, { range }) => (range.to < least ? range.to : least), this.#openEnd());
      const last = until !== undefined && ends >= until ? keyBefore(until) : ends;
      if (last === undefined) return;
      this.#emit(this.#at, last);
      this.#at = keyAfter(last);
      this.#close(last);
    }
  }

  #openEnd(): string {
    return this.#open[0]?.range.to ?? '';
  }

  #emit(from: string, to: string): void {
    const [top] = this.#open;
    if (top === undefined) return;
    this.#options.onSegment({ from, to, rule: top.range.rule, below: this.#stackAt(1) });
  }

  #close(last: string): void {
    for (let index = this.#open.length - 1; index >= 0; index--) {
      if (this.#open[index]?.range.to === last) {
        this.#open.splice(index, 1);
        this.#forgetStacks(index);
      }
    }
  }

  /** A stack stands for everything below it: a change there makes new ones of those above. */
  #forgetStacks(below: number): void {
    for (const entry of this.#open.slice(0, below)) entry.stack = undefined;
  }

  #stackAt(index: number): number | undefined {
    const entry = this.#open[index];
    if (entry === undefined) return undefined;
    entry.stack ??= this.#options.onStack({ rule: entry.range.rule, below: this.#stackAt(index + 1) });
    return entry.stack;
  }
}
