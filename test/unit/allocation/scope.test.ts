import { describe, expect, it } from 'vitest';
import { compareHardwareNumbers, scopeCovers, scopeKey, scopeWithin } from '../../../src/allocation/scope.ts';

describe('hardware numbers', () => {
  it('are ordered as numbers of one width count, shorter ones first', () => {
    const ordered = ['9', 'A', 'a', '00', '10', '99', 'SN000999', 'SN001000'];
    expect(ordered.toReversed().toSorted(compareHardwareNumbers)).toEqual(ordered);
    expect(compareHardwareNumbers('SN1', 'SN1')).toBe(0);
  });
});

describe('a scope', () => {
  const serials = { from: 'SN100', to: 'SN199' };
  const device = (hardwareNumber: string) => ({ makerId: 'acme', modelId: 'N-100', hardwareNumber });

  it('covers both ends of its range and nothing beyond', () => {
    for (const inside of ['SN100', 'SN150', 'SN199']) expect(scopeCovers({ serials }, device(inside))).toBe(true);
    for (const outside of ['SN099', 'SN200', 'SN1500', 'SN15']) {
      expect(scopeCovers({ serials }, device(outside))).toBe(false);
    }
  });

  it('is not judged by what is not known of the terminal', () => {
    const scope = { makerId: 'acme', modelId: 'X', serials };
    expect(scopeCovers(scope, { makerId: 'acme' })).toBe(true);
    expect(scopeCovers(scope, { makerId: 'other' })).toBe(false);
  });

  it('demands exact model and prefix both, where both are there', () => {
    expect(scopeCovers({ modelId: 'N-100', modelPrefix: 'X' }, device('SN1'))).toBe(false);
    expect(scopeCovers({ modelPrefix: 'N-' }, device('SN1'))).toBe(true);
  });

  it('without a restriction is not within one that has it', () => {
    for (const outer of [{ makerId: 'acme' }, { modelId: 'N' }, { modelPrefix: 'N' }, { serials }]) {
      expect(scopeWithin({}, outer)).toBe(false);
      expect(scopeWithin(outer, {})).toBe(true);
      expect(scopeWithin(outer, outer)).toBe(true);
    }
    expect(scopeWithin({ modelPrefix: 'N' }, { modelId: 'N' })).toBe(false);
    expect(scopeWithin({ modelId: 'N' }, { modelPrefix: 'N' })).toBe(true);
    expect(scopeWithin({ modelPrefix: 'N-1' }, { modelPrefix: 'N-' })).toBe(true);
    expect(scopeWithin({ modelPrefix: 'X-1' }, { modelPrefix: 'N-' })).toBe(false);
    expect(scopeWithin({ modelId: 'X-1' }, { modelPrefix: 'N-' })).toBe(false);
  });

  it('has one spelling for each meaning of its fields', () => {
    expect(scopeKey({ makerId: 'a' })).not.toBe(scopeKey({ modelId: 'a' }));
    expect(scopeKey({ modelId: 'b', makerId: 'a' })).toBe(scopeKey({ makerId: 'a', modelId: 'b' }));
  });
});
