import { expect, it } from 'vitest';
import { CrashCount } from '../../../../main/windows/crash-count.ts';

it('calls three crashes in a minute too many, and counts anew then', () => {
  const count = new CrashCount();
  expect([0, 50, 59, 60, 61].map((at) => count.crashed(at))).toEqual([false, false, true, false, false]);
});

it('forgets those that are long over', () => {
  const count = new CrashCount();
  expect([0, 50, 61, 112, 122].map((at) => count.crashed(at))).toEqual([false, false, false, false, false]);
});
