import { expect, test } from 'vitest';
import { coresIn } from '../../../bench/kit/cores.ts';

test.each([
  ['0-1', [0, 1]],
  ['3', [3]],
  ['0-2,5,7-8', [0, 1, 2, 5, 7, 8]],
])('the cores %s are %j', (list, cores) => {
  expect(coresIn(`Threads:\t1\nCpus_allowed_list:\t${list}\nMems_allowed:\t1\n`)).toEqual(cores);
});

test('a status without cores has none', () => {
  expect(coresIn('Threads:\t1\n')).toEqual([]);
});
