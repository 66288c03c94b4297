import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { oncePerTurn } from '../../../local-servers/kit/once-per-turn.ts';

it('looks once for all who ask in one turn, and anew in the next', async () => {
  let looks = 0;
  const ask = oncePerTurn(async () => (looks += 1));
  expect(await Promise.all([ask(), ask(), ask()])).toEqual([1, 1, 1]);
  await nextTurn();
  expect(await ask()).toBe(2);
});

it('lets those who ask in the next turn look again after a failure', async () => {
  let fails = true;
  const ask = oncePerTurn(async () => {
    if (fails) throw new Error('the disk is gone');
    return 'found';
  });
  await expect(ask()).rejects.toThrow('the disk is gone');
  fails = false;
  await nextTurn();
  expect(await ask()).toBe('found');
});
