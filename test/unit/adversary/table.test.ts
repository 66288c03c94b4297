import { describe, expect, it, test } from 'vitest';
import type { ClassResult } from '../../adversary/bench/run-class.ts';
import { holds, toTable, type Row } from '../../adversary/bench/table.ts';

const nothing: ClassResult = { attacks: 3, gained: [], uncoded: [], stuck: [] };
const finding = { index: 2, attack: 'the answer, cut', what: 'it was taken' };
const won: ClassResult = { ...nothing, gained: [finding] };
const row = (more: Partial<Row> = {}): Row => ({
  name: 'truncated-answers',
  title: 'cuts answers off',
  without: 'authentication-tags',
  result: nothing,
  mutant: won,
  ...more,
});

describe('a class of attacks', () => {
  it('holds where nothing is gained, and everything is won without the defence', () => {
    expect(holds(row())).toBe(true);
    expect(holds({ ...row(), result: nothing })).toBe(true);
  });

  test.each(['gained', 'uncoded', 'stuck'] as const)('does not hold where something is %s', (kind) => {
    const failed = row({ result: { ...nothing, [kind]: [finding] } });
    expect(holds(failed)).toBe(false);
    expect(toTable([failed])).toContain(`truncated-answers #2 (the answer, cut), ${kind.toUpperCase()}: it was taken`);
  });

  it('does not hold where it tries nothing, or proves nothing', () => {
    expect(holds(row({ result: { ...nothing, attacks: 0 } }))).toBe(false);
    const blunt = row({ mutant: nothing });
    expect(holds(blunt)).toBe(false);
    expect(toTable([blunt])).toContain('DOES NOT WIN without: a changed ciphertext does not open');
  });
});

it('shows the sums', () => {
  const lines = toTable([row(), row({ name: 'changed-answers' })]).split('\n');
  expect(lines.at(0)).toMatch(/^class +attacks +gained +uncoded +stuck +wins without$/);
  expect(lines.at(-1)).toMatch(/^total +6 +0 +0 +0 +2 of 2$/);
});
