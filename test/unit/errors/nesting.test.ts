import { expect, it } from 'vitest';
import { isNestedWithin } from '../../../src/errors/nesting.ts';

const nested = (text: string): unknown => JSON.parse(text);

it('counts arrays and objects alike', () => {
  expect(isNestedWithin(nested('1'), 0)).toBe(true);
  expect(isNestedWithin(nested('[]'), 0)).toBe(false);
  expect(isNestedWithin(nested('[{"a":[1]}, 2]'), 3)).toBe(true);
  expect(isNestedWithin(nested('[{"a":[1]}, 2]'), 2)).toBe(false);
});

it('survives what recursion does not', () => {
  const deep = nested(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
  expect(isNestedWithin(deep)).toBe(false);
});
