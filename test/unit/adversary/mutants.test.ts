import { readFile } from 'node:fs/promises';
import { describe, expect, it, test } from 'vitest';
import { attackClasses } from '../../adversary/attacks/all-attacks.ts';
import { patched } from '../../adversary/mutants/hooks.ts';
import { mutants } from '../../adversary/mutants/mutants.ts';

describe('builds without one defence', () => {
  test.each(Object.entries(mutants))('the source still has the one place of %s', async (_name, mutant) => {
    const source = await readFile(new URL(`../../../${mutant.file}`, import.meta.url), 'utf8');
    expect(patched(source, mutant)).not.toBe(source);
  });

  it('are refused where the source has moved on', () => {
    const mutant = { defence: 'the door is shut', file: 'house.ts', find: 'shut();', replace: '' };
    expect(patched('enter(); shut();', mutant)).toBe('enter(); ');
    expect(() => patched('enter(); close();', mutant)).toThrow('house.ts has not exactly one place');
    expect(() => patched('shut(); shut();', mutant)).toThrow('house.ts has not exactly one place');
  });

  it('are each beaten by a class of attacks', () => {
    expect(new Set(attackClasses.map(({ without }) => without))).toEqual(new Set(Object.keys(mutants)));
    expect(new Set(attackClasses.map(({ name }) => name)).size).toBe(attackClasses.length);
  });
});
