import type { KeyboardLayout } from '../../state/typing.ts';

/** What sign-up asks for, in this order. */
export const questions = ['userId', 'password', 'licenceNumber', 'terminalName'] as const;
export type Question = (typeof questions)[number];

interface Shape {
  readonly least: number;
  readonly most: number;
  /** Whether it is what the account server issued: visible ASCII. */
  readonly issued: boolean;
}

/** As the contract has them (src/contract/sign-up.ts); the page cannot compile schemas under its policy. */
export const shapes: Readonly<Record<Question, Shape>> = {
  userId: { least: 3, most: 64, issued: true },
  password: { least: 1, most: 128, issued: false },
  licenceNumber: { least: 4, most: 64, issued: true },
  terminalName: { least: 1, most: 60, issued: false },
};

export const layouts: Readonly<Record<Question, KeyboardLayout>> = {
  userId: 'latin',
  password: 'latin',
  licenceNumber: 'latin',
  terminalName: 'japanese',
};

export type Problem = 'required' | 'too-short' | 'not-latin';

/** What is typed, as it is sent: fingers leave spaces at the ends; in a password they may be meant. */
export const trimmed = (question: Question, typed: string): string => (question === 'password' ? typed : typed.trim());

/** @returns why an answer cannot be taken, if so */
export const problemOf = (question: Question, typed: string): Problem | undefined => {
  const answer = trimmed(question, typed);
  const { least, issued } = shapes[question];
  if (answer === '') return 'required';
  if (issued && !/^[\x21-\x7e]+$/u.test(answer)) return 'not-latin';
  return answer.length < least ? 'too-short' : undefined;
};

/** Which question a refusal is about, so that one is led back there. */
export const questionOf = (code: string): Question | undefined => {
  if (code === 'account.login-failed') return 'userId';
  return code === 'account.licence-wrong' ? 'licenceNumber' : undefined;
};
