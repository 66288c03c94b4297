import type { Told } from './match.ts';
import type { AllocationRule } from './rule.ts';

/** A table of rules, wherever it lies. Nothing that it gives takes time in proportion to how many rules there are. */
export interface RuleSource {
  /** How many rules there are. */
  readonly count: number;
  /**
   * The rules that are for a terminal, found one by one as they are asked for. They come with the most specific first
   * (`compareSpecificity`); where no maker id was told, that holds among the rules of each maker.
   */
  candidates(told: Told): Iterable<AllocationRule>;
  /** The names of rules that are for the terminal's maker, whatever its model. */
  namesForMaker(makerId: string): Iterable<string>;
  find(name: string): AllocationRule | undefined;
  /** Every rule, in the order in which the table was written. */
  all(): Iterable<AllocationRule>;
}
