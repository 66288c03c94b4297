import type { Scope } from '../../../src/contract/allocation.ts';
import { CodedError } from '../../../src/errors/coded-error.ts';
import { answerScope, type Told } from './match.ts';
import type { AllocationRule } from './rule.ts';
import type { RuleSource } from './rule-source.ts';

/** The rule that wins with the scope that its answer is signed with, or why there is none. */
export type Choice = { readonly rule: AllocationRule; readonly scope: Scope } | { readonly refusal: CodedError };

/** The most specific rule that is for the terminal, or `allocation.maker-unknown` / `allocation.model-unknown`. */
export function choose(rules: RuleSource, told: Told): Choice {
  let winner: AllocationRule | undefined;
  for (const rule of rules.candidates(told)) {
    winner ??= rule;
    if (told.makerId !== undefined) break;
    if (rule.match.makerId !== winner.match.makerId) {
      // Whichever maker were taken, terminals of the other would find themselves outside the answer's scope.
      return {
        refusal: refusal('allocation.model-unknown', 'rules of several makers match, and no maker id was told'),
      };
    }
  }
  return winner === undefined
    ? { refusal: unknown(rules, told) }
    : { rule: winner, scope: answerScope(winner.match, told) };
}

function unknown(rules: RuleSource, { makerId, modelId }: Told): CodedError {
  if (makerId !== undefined && isEmpty(rules.namesForMaker(makerId))) {
    return refusal('allocation.maker-unknown', `maker ${makerId}`);
  }
  return refusal('allocation.model-unknown', modelId === undefined ? 'no model id was told' : `model ${modelId}`);
}

function isEmpty(names: Iterable<string>): boolean {
  const iterator = names[Symbol.iterator]();
  const { done } = iterator.next();
  iterator.return?.();
  return done === true;
}

function refusal(code: 'allocation.maker-unknown' | 'allocation.model-unknown', detail: string): CodedError {
  return new CodedError(code, { detail });
}
