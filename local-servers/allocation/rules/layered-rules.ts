import type { Told } from './match.ts';
import { MemoryRules } from './memory-rules.ts';
import type { AllocationRule } from './rule.ts';
import type { RuleSource } from './rule-source.ts';
import { compareSpecificity } from './specificity.ts';

/** A change of one rule since the table was imported: the rule as it is now, or that it is gone. */
export interface Edit {
  readonly name: string;
  readonly rule: AllocationRule | undefined;
}

/** An imported table with the changes since. They are few, and hide the imported rules of their names. */
export class LayeredRules implements RuleSource {
  readonly #imported: RuleSource;
  readonly #set: MemoryRules;
  readonly #edited: ReadonlySet<string>;

  constructor(imported: RuleSource, edits: readonly Edit[]) {
    this.#imported = imported;
    this.#set = new MemoryRules(edits.flatMap(({ rule }) => rule ?? []));
    this.#edited = new Set(edits.map(({ name }) => name));
  }

  get count(): number {
    const hidden = [...this.#edited].filter((name) => this.#imported.find(name) !== undefined).length;
    return this.#imported.count - hidden + this.#set.count;
  }

  candidates(told: Told): Iterable<AllocationRule> {
    if (this.#edited.size === 0) return this.#imported.candidates(told);
    return merged(this.#visible(this.#imported.candidates(told)), this.#set.candidates(told));
  }

  *namesForMaker(makerId: string): Iterable<string> {
    yield* this.#set.namesForMaker(makerId);
    for (const name of this.#imported.namesForMaker(makerId)) if (!this.#edited.has(name)) yield name;
  }

  find(name: string): AllocationRule | undefined {
    return this.#edited.has(name) ? this.#set.find(name) : this.#imported.find(name);
  }

  *all(): Iterable<AllocationRule> {
    yield* this.#visible(this.#imported.all());
    yield* this.#set.all();
  }

  *#visible(rules: Iterable<AllocationRule>): Iterable<AllocationRule> {
    for (const rule of rules) if (!this.#edited.has(rule.name)) yield rule;
  }
}

/** Two ordered rows of rules as one. */
function* merged(one: Iterable<AllocationRule>, other: Iterable<AllocationRule>): Iterable<AllocationRule> {
  const [a, b] = [one[Symbol.iterator](), other[Symbol.iterator]()];
  try {
    let [first, second] = [a.next(), b.next()];
    while (first.done !== true || second.done !== true) {
      if (second.done === true || (first.done !== true && compareSpecificity(first.value, second.value) < 0)) {
        if (first.done !== true) yield first.value;
        first = a.next();
      } else {
        yield second.value;
        second = b.next();
      }
    }
  } finally {
    a.return?.();
    b.return?.();
  }
}
