import { describe, expect, it } from 'vitest';
import { choose } from '../../../local-servers/allocation/rules/choose.ts';
import { answerScope, mismatch } from '../../../local-servers/allocation/rules/match.ts';
import { MemoryRules } from '../../../local-servers/allocation/rules/memory-rules.ts';
import { checkRule, type AllocationRule, type RuleMatch } from '../../../local-servers/allocation/rules/rule.ts';
import { allocationTarget } from '../../support/allocation-target.ts';
import { codeOf } from '../../support/coded.ts';

const rule = (name: string, match: RuleMatch): AllocationRule => ({ name, match, targets: [allocationTarget()] });
const device = { makerId: 'acme', modelId: 'N-100', hardwareNumber: 'SN000123' };

/** Names of the rules in the order in which they win. */
const order = (...rules: AllocationRule[]) => [...new MemoryRules(rules).candidates(device)].map(({ name }) => name);
function winner(rules: readonly AllocationRule[], told: Parameters<typeof choose>[1]): string {
  const outcome = choose(new MemoryRules(rules), told);
  return 'rule' in outcome ? outcome.rule.name : outcome.refusal.code;
}

describe('the most specific rule wins', () => {
  it('by maker: exact, longer prefix, shorter prefix, any', () => {
    const rules = [rule('any', {}), rule('ac', { makerPrefix: 'ac' }), rule('exact', { makerId: 'acme' })];
    expect(order(...rules, rule('acm', { makerPrefix: 'acm' }))).toEqual(['exact', 'acm', 'ac', 'any']);
  });

  it('then by model, then by the narrower range', () => {
    const serials = (from: string, to: string) => ({ serials: { from, to } });
    const rules = [
      rule('any', {}),
      rule('wide', serials('SN000000', 'SN999999')),
      rule('narrow', serials('SN000100', 'SN000199')),
      rule('prefix', { modelPrefix: 'N-' }),
      rule('prefix-narrow', { modelPrefix: 'N-', ...serials('SN000123', 'SN000123') }),
      rule('exact', { modelId: 'N-100' }),
      rule('maker', { makerId: 'acme' }),
    ];
    expect(order(...rules)).toEqual(['maker', 'exact', 'prefix-narrow', 'prefix', 'narrow', 'wide', 'any']);
  });

  it('and rules of one rank by name, whatever order they were set in', () => {
    const rules = [rule('b', { modelPrefix: 'N' }), rule('a', { modelPrefix: 'N' })];
    expect(order(...rules)).toEqual(['a', 'b']);
    expect(order(...rules.toReversed())).toEqual(['a', 'b']);
  });
});

describe('no rule', () => {
  const rules = [rule('n', { makerId: 'acme', modelPrefix: 'N-' })];

  it('tells an unknown maker from an unknown model', () => {
    expect(winner(rules, device)).toBe('n');
    expect(winner(rules, { ...device, makerId: 'x' })).toBe('allocation.maker-unknown');
    expect(winner(rules, { ...device, modelId: 'x' })).toBe('allocation.model-unknown');
    expect(winner(rules, { makerId: 'acme' })).toBe('allocation.model-unknown');
    expect(winner([], device)).toBe('allocation.maker-unknown');
    expect(winner([], { modelId: 'N-100', hardwareNumber: 'SN1' })).toBe('allocation.model-unknown');
  });

  it('says of each rule why it is not for the terminal', () => {
    const serials = { from: 'SN1', to: 'SN2' };
    const reasons = mismatch;
    expect(reasons({ makerId: 'x' }, device)).toBe('the maker id is not x');
    expect(reasons({ makerPrefix: 'x' }, device)).toBe('the maker id does not begin with x');
    expect(reasons({ modelId: 'x' }, device)).toBe('the model id is not x');
    expect(reasons({ modelPrefix: 'x' }, device)).toBe('the model id does not begin with x');
    expect(reasons({ serials }, device)).toBe('the hardware number is not from SN1 to SN2');
    expect(reasons({ modelId: 'N-100' }, { makerId: 'acme' })).toBe('the model id was not told');
    expect(reasons({ serials }, { makerId: 'acme' })).toBe('the hardware number was not told');
    expect(reasons({}, { modelId: 'N-100', hardwareNumber: 'SN1' })).toBe('the maker id was not told');
    expect(reasons({ makerPrefix: 'a' }, { modelId: 'N-100', hardwareNumber: 'SN1' })).toBe(
      'the maker id was not told',
    );
  });
});

describe('a server that is not told the maker id', () => {
  const second = { modelId: 'N-100', hardwareNumber: 'SN1' };

  it('answers for the one maker that its rules name', () => {
    expect(winner([rule('acme', { makerId: 'acme', modelPrefix: 'N' })], second)).toBe('acme');
    expect(answerScope({ makerId: 'acme', modelPrefix: 'N' }, second)).toEqual({ makerId: 'acme', modelPrefix: 'N' });
  });

  it('refuses to guess between makers', () => {
    const rules = [rule('acme', { makerId: 'acme', modelId: 'N-100' }), rule('other', { makerId: 'other' })];
    expect(winner(rules, second)).toBe('allocation.model-unknown');
    expect(winner(rules, { ...second, makerId: 'other' })).toBe('other');
  });
});

describe('the scope of an answer', () => {
  it('is the match of its rule, for the maker that was asked about', () => {
    const serials = { from: 'SN000000', to: 'SN000999' };
    expect(answerScope({ makerPrefix: 'ac', modelId: 'N-100', serials }, device)).toEqual({
      makerId: 'acme',
      modelId: 'N-100',
      serials,
    });
    expect(answerScope({}, device)).toEqual({ makerId: 'acme' });
  });
});

describe('a rule as the operator writes it', () => {
  const target = allocationTarget();
  const good = { name: 'r', match: {}, targets: [target] };
  it.each([
    ['an exact maker and a prefix', { ...good, match: { makerId: 'a', makerPrefix: 'a' } }],
    ['an exact model and a prefix', { ...good, match: { modelId: 'a', modelPrefix: 'a' } }],
    ['a range that ends before it begins', { ...good, match: { serials: { from: 'SN10', to: 'SN9' } } }],
    ['no target', { ...good, targets: [] }],
    ['one target twice', { ...good, targets: [target, target] }],
    ['only targets of weight 0', { ...good, targets: [{ ...target, weight: 0 }] }],
    ['an authentication server that asks', { ...good, targets: [{ ...target, role: 'authentication' }] }],
    ['an allocation server that does not', { ...good, targets: [{ ...target, asks: [] }] }],
    ['a part asked for twice', { ...good, targets: [{ ...target, asks: ['first', 'first'] }] }],
    ['a first allocation server', { ...good, targets: [{ ...target, role: 'first-allocation' }] }],
    ['an unknown field', { ...good, more: 1 }],
    ['a name with spaces', { ...good, name: 'a rule' }],
  ])('is refused with %s', (_what, value) => {
    expect(codeOf(() => checkRule(value))).toBe('request.malformed');
  });

  it('is taken otherwise', () => {
    expect(checkRule(good)).toEqual(good);
    const drained = { ...target, serverId: 'drained', weight: 0 };
    expect(codeOf(() => checkRule({ ...good, targets: [target, drained] }))).toBeUndefined();
  });
});
