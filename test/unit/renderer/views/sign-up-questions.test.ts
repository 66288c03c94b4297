import { describe, expect, it } from 'vitest';
import { Value } from 'typebox/value';
import { calls } from '../../../../src/contract/screen/calls.ts';
import { problemOf, questionOf, questions, shapes, trimmed } from '../../../../renderer/views/sign-up/questions.ts';

describe('an answer', () => {
  it.each([
    ['userId', '', 'required'],
    ['userId', '  ', 'required'],
    ['userId', 'ab', 'too-short'],
    ['userId', 'a b c', 'not-latin'],
    ['userId', '花子さん', 'not-latin'],
    ['userId', ' hanako ', undefined],
    ['licenceNumber', 'L-1', 'too-short'],
    ['licenceNumber', 'L-12', undefined],
    ['password', ' ', undefined],
    ['terminalName', '青いバン', undefined],
  ] as const)('%s %j: %s', (question, typed, problem) => {
    expect(problemOf(question, typed)).toBe(problem);
  });

  it('keeps the spaces of a password, and no others', () => {
    expect(trimmed('password', ' a ')).toBe(' a ');
    expect(trimmed('terminalName', ' a ')).toBe('a');
  });
});

it('takes what the contract takes, at both ends of every length', () => {
  const schema = calls['account.sign-up'].argument;
  const fill = (pick: 'least' | 'most', change: Partial<Record<(typeof questions)[number], number>> = {}) =>
    Object.fromEntries(questions.map((name) => [name, 'a'.repeat(shapes[name][pick] + (change[name] ?? 0))]));
  expect(Value.Check(schema, fill('least'))).toBe(true);
  expect(Value.Check(schema, fill('most'))).toBe(true);
  for (const name of questions) {
    expect(Value.Check(schema, fill('least', { [name]: -1 })), name).toBe(false);
    expect(Value.Check(schema, fill('most', { [name]: 1 })), name).toBe(false);
  }
});

it('leads back to the question that was refused', () => {
  expect(questionOf('account.login-failed')).toBe('userId');
  expect(questionOf('account.licence-wrong')).toBe('licenceNumber');
  expect(questionOf('network.timeout')).toBeUndefined();
});
