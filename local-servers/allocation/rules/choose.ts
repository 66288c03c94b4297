import type { Scope } from '../../../src/contract/allocation.ts';
import { CodedError } from '../../../src/errors/coded-error.ts';
import { answerScope, makerMismatch, mismatch, type Told } from './match.ts';
import type { AllocationRule } from './rule.ts';
import { compareSpecificity } from './specificity.ts';

/** A rule of the table and, where it is not for the terminal, why. */
export interface Considered {
  readonly rule: AllocationRule;
  readonly mismatch?: string;
}

/** Every rule, the most specific first, and what came of it. */
export interface Chosen {
  readonly considered: readonly Considered[];
  readonly outcome: { readonly rule: AllocationRule; readonly scope: Scope } | { readonly refusal: CodedError };
}

/** The most specific rule that is for the terminal, or `allocation.maker-unknown` / `allocation.model-unknown`. */
export function choose(rules: readonly AllocationRule[], told: Told): Chosen {
  const considered = rules.toSorted(compareSpecificity).map((rule): Considered => {
    const reason = mismatch(rule.match, told);
    return reason === undefined ? { rule } : { rule, mismatch: reason };
  });
  const matching = considered.filter((candidate) => candidate.mismatch === undefined).map(({ rule }) => rule);
  return { considered, outcome: decide(rules, matching, told) };
}

function decide(rules: readonly AllocationRule[], matching: readonly AllocationRule[], told: Told): Chosen['outcome'] {
  const [rule] = matching;
  if (rule === undefined) return { refusal: unknown(rules, told) };
  if (told.makerId === undefined && matching.some(({ match }) => match.makerId !== rule.match.makerId)) {
    // Whichever maker were taken, terminals of the other would find themselves outside the answer's scope.
    return { refusal: refusal('allocation.model-unknown', 'rules of several makers match, and no maker id was told') };
  }
  return { rule, scope: answerScope(rule.match, told) };
}

function unknown(rules: readonly AllocationRule[], told: Told): CodedError {
  const { makerId, modelId } = told;
  if (makerId !== undefined && rules.every(({ match }) => makerMismatch(match, told) !== undefined)) {
    return refusal('allocation.maker-unknown', `maker ${makerId}`);
  }
  return refusal('allocation.model-unknown', modelId === undefined ? 'no model id was told' : `model ${modelId}`);
}

function refusal(code: 'allocation.maker-unknown' | 'allocation.model-unknown', detail: string): CodedError {
  return new CodedError(code, { detail });
}
