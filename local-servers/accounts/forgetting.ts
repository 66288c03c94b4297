import type { SqlDatabase } from '../kit/storage/database.ts';
import { guessMemory } from './guess-slowing.ts';
import { SqlGuessStore } from './store/guess-store.ts';
import { SqlKeyStore } from './store/sql-key-store.ts';
import { SqlSessionStore } from './store/sql-session-store.ts';

/** Seconds between two rounds. */
export const forgetInterval = 600;
/** Seconds for which an ended session is still told from an unknown one. */
const sessionMemory = 86_400;
/** Seconds for which the holder of an ended access key is still told so. */
const keyMemory = 90 * 86_400;

/** Removes what is over and no longer told to anybody. */
export async function forgetEnded(database: SqlDatabase, now: number): Promise<void> {
  await database.transaction(async (tx) => {
    await new SqlSessionStore(tx).forgetEnded(now, now - sessionMemory);
    await new SqlKeyStore(tx).forgetEnded(now - keyMemory);
    await new SqlGuessStore(tx).forget(now - guessMemory);
  });
}
