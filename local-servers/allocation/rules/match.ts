import { scopeCovers } from '../../../src/allocation/scope.ts';
import type { Scope } from '../../../src/contract/allocation.ts';
import type { RuleMatch } from './rule.ts';

/** What a request told of its terminal: the first part, the second, or both. */
export interface Told {
  readonly makerId?: string;
  readonly modelId?: string;
  readonly hardwareNumber?: string;
}

/** Why a rule is not for a terminal, in words for the operator; undefined where it is. */
export function mismatch(match: RuleMatch, told: Told): string | undefined {
  return makerMismatch(match, told) ?? modelMismatch(match, told) ?? serialMismatch(match, told);
}

/** A server that is not told the maker id answers for the one maker that its rule names. */
export function makerMismatch({ makerId, makerPrefix }: RuleMatch, told: Told): string | undefined {
  if (told.makerId === undefined) return makerId === undefined ? 'the maker id was not told' : undefined;
  if (makerId !== undefined && makerId !== told.makerId) return `the maker id is not ${makerId}`;
  if (makerPrefix !== undefined && !told.makerId.startsWith(makerPrefix)) {
    return `the maker id does not begin with ${makerPrefix}`;
  }
  return undefined;
}

function modelMismatch({ modelId, modelPrefix }: RuleMatch, told: Told): string | undefined {
  if (modelId === undefined && modelPrefix === undefined) return undefined;
  if (told.modelId === undefined) return 'the model id was not told';
  if (modelId !== undefined && modelId !== told.modelId) return `the model id is not ${modelId}`;
  if (modelPrefix !== undefined && !told.modelId.startsWith(modelPrefix)) {
    return `the model id does not begin with ${modelPrefix}`;
  }
  return undefined;
}

function serialMismatch({ serials }: RuleMatch, told: Told): string | undefined {
  if (serials === undefined) return undefined;
  if (told.hardwareNumber === undefined) return 'the hardware number was not told';
  // The same comparison as the terminal's own (G2), or it would refuse the answer.
  if (scopeCovers({ serials }, { makerId: '', hardwareNumber: told.hardwareNumber })) return undefined;
  return `the hardware number is not from ${serials.from} to ${serials.to}`;
}

/** The scope that an answer by this rule is signed with: the rule's own, for the one maker that was asked about. */
export function answerScope({ makerId, modelId, modelPrefix, serials }: RuleMatch, told: Told): Scope {
  const maker = told.makerId ?? makerId;
  return {
    ...(maker === undefined ? {} : { makerId: maker }),
    ...(modelId === undefined ? {} : { modelId }),
    ...(modelPrefix === undefined ? {} : { modelPrefix }),
    ...(serials === undefined ? {} : { serials }),
  };
}
