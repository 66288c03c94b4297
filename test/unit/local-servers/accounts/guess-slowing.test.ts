import { describe, expect, it } from 'vitest';
import {
  countGuess,
  delayAfter,
  guessMemory,
  remainingDelay,
  takeGuessBack,
} from '../../../../local-servers/accounts/guess-slowing.ts';
import type { GuessCount } from '../../../../local-servers/accounts/store/guess-store.ts';
import type { CodedError } from '../../../../src/errors/coded-error.ts';
import { codeOf } from '../../../support/coded.ts';

const subjects = { accountFromAddress: 'pair', address: 'address', account: 'account' };
const from = (address: string) => ({ accountFromAddress: `pair ${address}`, address, account: 'account' });

/** Guesses as soon as it is allowed to; @returns when each guess was taken. */
function guessOften(times: number): number[] {
  let counts: ReadonlyMap<string, GuessCount> = new Map();
  let now = 0;
  return Array.from({ length: times }, () => {
    now += remainingDelay(counts, subjects, now);
    counts = countGuess(counts, subjects, now);
    return now;
  });
}

describe('slowing', () => {
  it('lets three guesses pass, then doubles the wait up to a minute', () => {
    const taken = guessOften(13);
    const waits = taken.map((time, index) => time - (taken[index - 1] ?? 0));
    expect(waits).toEqual([0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
    expect(delayAfter(10_000, 3)).toBe(60);
  });

  it('says how long to wait, and does not count what it refused', () => {
    let counts: ReadonlyMap<string, GuessCount> = new Map([['pair', { count: 6, lastAt: 100 }]]);
    for (const now of [100, 101, 102.5])
      expect(codeOf(() => countGuess(counts, subjects, now))).toBe('account.too-many-attempts');
    try {
      countGuess(counts, subjects, 102.5);
    } catch (error) {
      expect((error as CodedError).retryAfter).toBe(2);
    }
    counts = countGuess(counts, subjects, 104);
    expect(counts.get('pair')).toEqual({ count: 7, lastAt: 104 });
  });

  it('forgets after a while', () => {
    const counts = new Map([['pair', { count: 60, lastAt: 0 }]]);
    expect(countGuess(counts, subjects, guessMemory).get('pair')?.count).toBe(1);
  });

  it('takes back what was no guess', () => {
    const counts = countGuess(new Map(), subjects, 5);
    const after = takeGuessBack(counts, subjects, 6);
    expect([...after.values()].map(({ count }) => count)).toEqual([0, 0, 0]);
    expect(takeGuessBack(new Map(), subjects, 6).get('pair')?.count).toBe(0);
  });

  it('makes one address that tries many accounts wait', () => {
    const counts = new Map([['address', { count: 52, lastAt: 10 }]]);
    expect(remainingDelay(counts, { ...subjects, accountFromAddress: 'another' }, 10)).toBe(2);
  });

  it('never makes the owner wait for what others try, but gives each other address one guess less', () => {
    const attacked = new Map([['account', { count: 5_000, lastAt: 10 }]]);
    expect(remainingDelay(attacked, from('owner'), 10)).toBe(0);
    let counts: ReadonlyMap<string, GuessCount> = new Map([...attacked, ...countGuess(attacked, from('bot'), 10)]);
    counts = new Map([...counts, ...countGuess(counts, from('bot'), 10)]);
    expect(remainingDelay(counts, from('bot'), 10)).toBe(1);
    expect(remainingDelay(counts, from('owner'), 10)).toBe(0);
  });
});
