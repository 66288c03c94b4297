import type { SqlExecutor } from '../kit/storage/database.ts';
import { addressNetwork } from '../kit/address-network.ts';
import { CodedError } from '../../src/errors/coded-error.ts';
import type { AccountSecrets } from './secrets.ts';
import { SqlGuessStore } from './store/guess-store.ts';
import { countGuess, remainingDelay, takeGuessBack, type GuessSubjects } from './guess-slowing.ts';

/** Whom a guess at `userId` from `address` counts for; known and unknown users alike. */
export function guessSubjects(secrets: AccountSecrets, userId: string, address: string): GuessSubjects {
  const network = addressNetwork(address);
  return {
    accountFromAddress: secrets.guessSubject('account from address', userId, network),
    address: secrets.guessSubject('address', network),
    account: secrets.guessSubject('account', userId),
  };
}

/** Turns a guess away before any work is done for it. @throws account.too-many-attempts */
export async function refuseWhileSlowed(sql: SqlExecutor, subjects: GuessSubjects, now: number): Promise<void> {
  const wait = remainingDelay(await new SqlGuessStore(sql).find(Object.values(subjects)), subjects, now);
  if (wait > 0) throw new CodedError('account.too-many-attempts', { retryAfter: Math.ceil(wait) });
}

/**
 * Counts a guess, in the transaction that answers it.
 * @returns whether the next guess will have to wait
 * @throws account.too-many-attempts
 */
export async function recordGuess(sql: SqlExecutor, subjects: GuessSubjects, now: number): Promise<boolean> {
  const store = new SqlGuessStore(sql);
  const counts = countGuess(await store.find(Object.values(subjects)), subjects, now);
  await store.save(counts);
  return remainingDelay(counts, subjects, now) > 0;
}

/** A login that was finished was no guess. */
export async function forgetGuess(sql: SqlExecutor, subjects: GuessSubjects, now: number): Promise<void> {
  const store = new SqlGuessStore(sql);
  await store.save(takeGuessBack(await store.find(Object.values(subjects)), subjects, now));
}
