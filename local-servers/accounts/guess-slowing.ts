import { CodedError } from '../../src/errors/coded-error.ts';
import type { GuessCount } from './store/guess-store.ts';

/*
 * How guessing is slowed. A guess counts for the account as it is tried from one address, for the address, and for the
 * account from everywhere. Only the first two make anybody wait: whoever attacks an account from elsewhere makes its
 * owner wait not at all, and nobody ever waits longer than a minute. An account that is under attack from many addresses
 * gives each of them fewer guesses.
 */

/** Seconds; the ceiling of every delay. */
const longestDelay = 60;
/** Seconds after which guesses are forgotten. */
export const guessMemory = 900;
/** Guesses without a delay. */
const allowances = { accountFromAddress: 3, address: 50 } as const;
/** Guesses from everywhere, from which on an account is under attack. */
const attackThreshold = 30;
const allowanceUnderAttack = 1;

/** What a guess counts for; names made by `AccountSecrets.guessSubject`. */
export interface GuessSubjects {
  readonly accountFromAddress: string;
  readonly address: string;
  readonly account: string;
}

type Counts = ReadonlyMap<string, GuessCount>;

/** Seconds that a subject waits after its last guess: none within the allowance, then 1, 2, 4 … up to a minute. */
export function delayAfter(count: number, allowance: number): number {
  return count <= allowance ? 0 : Math.min(2 ** Math.min(count - allowance - 1, 30), longestDelay);
}

/** Seconds from `now` until the next guess is taken; 0 where it is taken at once. */
export function remainingDelay(counts: Counts, subjects: GuessSubjects, now: number): number {
  const until = (subject: string) => {
    const { count, lastAt } = current(counts, subject, now);
    return lastAt + delayAfter(count, allowanceOf(subject, counts, subjects, now)) - now;
  };
  return Math.max(0, until(subjects.accountFromAddress), until(subjects.address));
}

function allowanceOf(subject: string, counts: Counts, subjects: GuessSubjects, now: number): number {
  if (subject === subjects.address) return allowances.address;
  if (subject === subjects.account) return Number.POSITIVE_INFINITY;
  const underAttack = current(counts, subjects.account, now).count >= attackThreshold;
  return underAttack ? allowanceUnderAttack : allowances.accountFromAddress;
}

/** The counts after one more guess. @throws account.too-many-attempts, and then the guess does not count. */
export function countGuess(counts: Counts, subjects: GuessSubjects, now: number): Map<string, GuessCount> {
  const wait = remainingDelay(counts, subjects, now);
  if (wait > 0) throw new CodedError('account.too-many-attempts', { retryAfter: Math.ceil(wait) });
  return changed(counts, subjects, now, ({ count }) => ({ count: count + 1, lastAt: now }));
}

/**
 * The counts after one that was counted turned out to be no guess: nobody waits because of it. It had waited itself for those
 * before it, so the last of them is as long ago as that took, at least.
 */
export function takeGuessBack(counts: Counts, subjects: GuessSubjects, now: number): Map<string, GuessCount> {
  return changed(counts, subjects, now, (known, subject) => {
    const count = Math.max(0, known.count - 1);
    const waited = delayAfter(count, allowanceOf(subject, counts, subjects, now));
    return { count, lastAt: known.lastAt - waited };
  });
}

function changed(
  counts: Counts,
  subjects: GuessSubjects,
  now: number,
  change: (known: GuessCount, subject: string) => GuessCount,
): Map<string, GuessCount> {
  return new Map(
    Object.values(subjects).map((subject: string) => [subject, change(current(counts, subject, now), subject)]),
  );
}

function current(counts: Counts, subject: string, now: number): GuessCount {
  const known = counts.get(subject);
  return known === undefined || known.lastAt + guessMemory <= now ? { count: 0, lastAt: now } : known;
}
