import { audienceKey, type Audience } from '../../src/protocol/session-keys.ts';
import type { SqlExecutor } from '../kit/storage/database.ts';
import type { AccountsServer } from './accounts-server.ts';
import type { SessionWithContract } from './store/session-store.ts';
import { SqlSessionStore } from './store/sql-session-store.ts';

export interface SessionWithKey {
  readonly session: SessionWithContract;
  readonly audience: Audience;
}

/** The session behind a handle and the key of that audience; undefined where it is none of `audienceId`'s handles. */
export async function findSession(
  server: AccountsServer,
  sql: SqlExecutor,
  audienceId: string,
  handle: string,
): Promise<SessionWithKey | undefined> {
  const found = server.handles.read(handle);
  if (found === undefined) return undefined;
  const session = await new SqlSessionStore(sql).find(found.sessionId);
  if (session?.audiences[found.audienceNumber] !== audienceId) return undefined;
  const sessionKey = server.secrets.openSessionKey(session.id, session.sealedKey);
  return { session, audience: { audienceKey: audienceKey(sessionKey, handle, audienceId), handle } };
}

/** C4: the first proof makes a session live. @returns seconds that remain. */
export async function useSession(sql: SqlExecutor, session: SessionWithContract, now: number): Promise<number> {
  if (session.state === 'provisional') await new SqlSessionStore(sql).makeLive(session.id);
  return session.endsAt - now;
}
