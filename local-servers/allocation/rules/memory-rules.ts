import {
  compareShapes,
  forms,
  groupKey,
  groupOf,
  makerPatternOf,
  modelPatternOf,
  shapeOf,
  type RuleGroup,
  type Shape,
} from './group.ts';
import { mismatch, type Told } from './match.ts';
import type { AllocationRule } from './rule.ts';
import type { RuleSource } from './rule-source.ts';
import { compareSpecificity } from './specificity.ts';

interface HeldGroup {
  readonly group: RuleGroup;
  readonly rules: AllocationRule[];
}

/** A table that is small enough to be held as it is: rules that were set one by one. */
export class MemoryRules implements RuleSource {
  readonly #byName: ReadonlyMap<string, AllocationRule>;
  readonly #groups = new Map<string, HeldGroup>();
  readonly #shapes: readonly Shape[];

  constructor(rules: readonly AllocationRule[]) {
    this.#byName = new Map(rules.map((rule) => [rule.name, rule]));
    const shapes = new Map<string, Shape>();
    for (const rule of this.#byName.values()) {
      const group = groupOf(rule.match);
      const held = this.#groups.get(groupKey(group)) ?? { group, rules: [] };
      held.rules.push(rule);
      this.#groups.set(groupKey(group), held);
      const shape = shapeOf(group);
      shapes.set(Object.values(shape).join(' '), shape);
    }
    for (const held of this.#groups.values()) held.rules.sort(compareSpecificity);
    this.#shapes = [...shapes.values()].toSorted(compareShapes);
  }

  get count(): number {
    return this.#byName.size;
  }

  *candidates(told: Told): Iterable<AllocationRule> {
    for (const shape of this.#shapes) {
      const model = modelPatternOf(shape, told);
      if (model === undefined) continue;
      for (const { rules } of this.#groupsOf(shape, told.makerId, model)) {
        for (const rule of rules) if (mismatch(rule.match, told) === undefined) yield rule;
      }
    }
  }

  *#groupsOf(shape: Shape, makerId: string | undefined, model: RuleGroup['model']): Iterable<HeldGroup> {
    if (makerId === undefined) {
      // A server that is not told the maker answers for those that its rules name.
      if (shape.makerForm !== forms.exact) return;
      for (const held of this.#groups.values()) {
        const { maker, model: other } = held.group;
        if (maker.form === forms.exact && other.form === model.form && other.text === model.text) yield held;
      }
      return;
    }
    const maker = makerPatternOf(shape, makerId);
    const held = maker === undefined ? undefined : this.#groups.get(groupKey({ maker, model }));
    if (held !== undefined) yield held;
  }

  *namesForMaker(makerId: string): Iterable<string> {
    for (const { group, rules } of this.#groups.values()) {
      const pattern = makerPatternOf(shapeOf(group), makerId);
      if (pattern?.text === group.maker.text) for (const { name } of rules) yield name;
    }
  }

  find(name: string): AllocationRule | undefined {
    return this.#byName.get(name);
  }

  all(): Iterable<AllocationRule> {
    return this.#byName.values();
  }
}
