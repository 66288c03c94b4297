import { Type, type Static } from 'typebox';
import { ConnectionInformation, Scope } from '../../../src/contract/allocation.ts';
import { check } from '../../../src/contract/check.ts';
import { MakerId, ServerId } from '../../../src/contract/primitives.ts';
import { compareHardwareNumbers } from '../../../src/allocation/scope.ts';
import { CodedError } from '../../../src/errors/coded-error.ts';

/** The terminals that a rule is for; what is absent matches everything. */
export const RuleMatch = Type.Object(
  { ...Scope.properties, makerPrefix: Type.Optional(MakerId) },
  { additionalProperties: false },
);
export type RuleMatch = Static<typeof RuleMatch>;

const facts = ConnectionInformation.properties;

/** A server that terminals are led to: what its signed information will say, scope and version apart. */
export const AllocationTarget = Type.Object(
  {
    role: Type.Union([Type.Literal('second-allocation'), Type.Literal('authentication')]),
    serverId: facts.serverId,
    endpoints: facts.endpoints,
    staticKey: facts.staticKey,
    signingKey: facts.signingKey,
    tlsKey: facts.tlsKey,
    asks: facts.asks,
    /** Its share among the targets of one rule; 0 gives it no terminals. */
    weight: Type.Integer({ minimum: 0, maximum: 65_535 }),
  },
  { additionalProperties: false },
);
export type AllocationTarget = Static<typeof AllocationTarget>;

/** Servers that one rule may lead to. */
export const maximumTargets = 32;

/** One line of the operator's table. The name is the operator's; setting a rule of the same name replaces it. */
export const AllocationRule = Type.Object(
  {
    name: ServerId,
    match: RuleMatch,
    targets: Type.Array(AllocationTarget, { minItems: 1, maxItems: maximumTargets }),
  },
  { additionalProperties: false },
);
export type AllocationRule = Static<typeof AllocationRule>;

/** Reads a rule as an operator writes it. @throws request.malformed saying what contradicts what */
export function checkRule(value: unknown): AllocationRule {
  const rule = check(AllocationRule, value, 'request.malformed');
  refuseContradictions(rule.match);
  refuseBadTargets(rule.targets);
  return rule;
}

/** The same of a rule's name and match alone. @throws request.malformed */
export function checkNameAndMatch(value: unknown): Pick<AllocationRule, 'name' | 'match'> {
  const read = check(NameAndMatch, value, 'request.malformed');
  refuseContradictions(read.match);
  return read;
}
const NameAndMatch = Type.Object({ name: ServerId, match: RuleMatch }, { additionalProperties: false });

/** The same of the servers that a rule leads to. @throws request.malformed */
export function checkTargets(value: unknown): AllocationTarget[] {
  const targets = check(AllocationRule.properties.targets, value, 'request.malformed');
  refuseBadTargets(targets);
  return targets;
}

function refuseContradictions({ makerId, makerPrefix, modelId, modelPrefix, serials }: RuleMatch): void {
  refuseIf(makerId !== undefined && makerPrefix !== undefined, 'either a maker id or a prefix of it');
  refuseIf(modelId !== undefined && modelPrefix !== undefined, 'either a model id or a prefix of it');
  refuseIf(
    serials !== undefined && compareHardwareNumbers(serials.from, serials.to) > 0,
    'the range of hardware numbers ends before it begins',
  );
}

function refuseBadTargets(targets: readonly AllocationTarget[]): void {
  refuseIf(new Set(targets.map(({ serverId }) => serverId)).size < targets.length, 'a target stands there twice');
  refuseIf(
    targets.every(({ weight }) => weight === 0),
    'every target has weight 0',
  );
  for (const { role, serverId, asks } of targets) {
    refuseIf(role === 'authentication' && asks.length > 0, `${serverId}: an authentication server asks for no part`);
    refuseIf(role === 'second-allocation' && asks.length === 0, `${serverId}: an allocation server asks for some part`);
    refuseIf(new Set(asks).size < asks.length, `${serverId} asks for a part twice`);
  }
}

function refuseIf(contradicts: boolean, detail: string): void {
  if (contradicts) throw new CodedError('request.malformed', { detail });
}
