import { describe, expect, it } from 'vitest';
import { judge } from '../../../scripts/checks/licence-rules.js';

const today = '2026-11-30';
const found = (name: string, licence: string, ships: boolean) => ({ name, licence, ships });
const refusedOf = (name: string, licence: string, ships: boolean, day = today) =>
  judge([found(name, licence, ships)], day).refused.map((one) => one.name);

describe('licences', () => {
  it('are allowed by name, each part of AND and one of OR', () => {
    expect(refusedOf('a', 'MIT', true)).toEqual([]);
    expect(refusedOf('a', '(GPL-3.0 OR MIT)', true)).toEqual([]);
    expect(refusedOf('a', 'MIT AND GPL-3.0', true)).toEqual(['a']);
    expect(refusedOf('a', 'none', false)).toEqual(['a']);
  });

  it('of tools are waived for tools only', () => {
    expect(refusedOf('axe-core', 'MPL-2.0', false)).toEqual([]);
    expect(refusedOf('axe-core', 'MPL-2.0', true)).toEqual(['axe-core']);
    expect(refusedOf('axe-core', 'GPL-3.0', false)).toEqual(['axe-core']);
    expect(refusedOf('another', 'MPL-2.0', false)).toEqual(['another']);
    expect(refusedOf('suncalc', 'BSD*', true)).toEqual([]);
  });

  it('are waived until a day', () => {
    expect(refusedOf('axe-core', 'MPL-2.0', false, '2099-01-01')).toEqual(['axe-core']);
  });

  it('need no waiver that nothing asks for', () => {
    const { unneeded } = judge([found('axe-core', 'MPL-2.0', false)], today);
    expect(unneeded).not.toContain('axe-core');
    expect(unneeded).toContain('suncalc');
    expect(judge([found('suncalc', 'BSD-2-Clause', true)], today).unneeded).toContain('suncalc');
  });
});
