import type { SessionDone, SessionExtension, SessionExtensionReply } from '../../src/contract/sessions.ts';
import { CodedError } from '../../src/errors/coded-error.ts';
import { equalBytes } from '../../src/protocol/bytes.ts';
import { acceptCounter } from '../../src/protocol/replay-window.ts';
import type { SqlExecutor } from '../kit/storage/database.ts';
import type { AccountsServer } from './accounts-server.ts';
import { checkSession } from './contract-state.ts';
import { useSession } from './session-audience.ts';
import { SqlChangeStore } from './store/change-store.ts';
import type { SessionWithContract } from './store/session-store.ts';
import { SqlSessionStore } from './store/sql-session-store.ts';

/** Changes that one session may make: what is recorded of a session has an end. */
export const changeCeiling = 32;

/** A session-signed request whose signature was checked. */
export interface ChangeRequest {
  readonly sessionId: string;
  readonly counter: number;
  /** base64url */
  readonly idempotencyKey: string;
  /** SHA-256 of everything that is asked for. */
  readonly requestHash: Uint8Array;
}

/** Changes a live session; runs inside the transaction that also records what it returns. */
export type Change = (tx: SqlExecutor, session: SessionWithContract, now: number) => Promise<object>;

/**
 * C4: the counter passes the window, the change happens and its answer is recorded, all in one transaction of the store
 * that every process of this server shares. The counter is used up by a refusal, too, so that what was refused today does
 * not succeed by being sent again tomorrow; only what changed something is recorded.
 * @returns the answer as JSON: for an idempotency key that was used before, the one that was given then
 * @throws signature.counter-used, request.idempotency-conflict, session.*, contract.lapsed
 */
export async function changeSession(server: AccountsServer, request: ChangeRequest, change: Change): Promise<string> {
  const outcome = await server.database.transaction(async (tx) => {
    const session = await new SqlSessionStore(tx).find(request.sessionId);
    if (session === undefined) throw new CodedError('session.unknown');
    const changes = new SqlChangeStore(tx);
    const window = acceptCounter(await changes.window(session.id), request.counter);
    if (window === undefined) throw new CodedError('signature.counter-used');
    await changes.saveWindow(session.id, window);
    try {
      return await tx.savepoint((inner) => changeOnce(inner, session, request, server.clock.now(), change));
    } catch (error) {
      // A refusal is an outcome, too: thrown from here, it would give the counter back.
      if (error instanceof CodedError) return error;
      throw error;
    }
  });
  if (outcome instanceof CodedError) throw outcome;
  return outcome;
}

async function changeOnce(
  tx: SqlExecutor,
  session: SessionWithContract,
  { idempotencyKey, requestHash }: ChangeRequest,
  now: number,
  change: Change,
): Promise<string> {
  const changes = new SqlChangeStore(tx);
  const recorded = await changes.findAnswer(session.id, idempotencyKey);
  if (recorded !== undefined) {
    if (!equalBytes(recorded.requestHash, requestHash)) throw new CodedError('request.idempotency-conflict');
    return recorded.answer;
  }
  checkSession(session, now);
  if ((await changes.countAnswers(session.id)) >= changeCeiling) throw new CodedError('session.exhausted');
  await useSession(tx, session, now);
  const answer = JSON.stringify(await change(tx, session, now));
  await changes.recordAnswer(session.id, idempotencyKey, { requestHash, answer });
  return answer;
}

/**
 * C4, C6: the same session lives on, for as long as a new one would, but not beyond its maximum or its contract. An
 * extension never shortens what was granted before.
 */
export function extension(server: AccountsServer, { lifetime }: SessionExtension): Change {
  const { sessionLifetime, maximumSessionLifetime } = server.settings;
  return async (tx, session, now): Promise<SessionExtensionReply> => {
    const wished = now + Math.min(lifetime ?? sessionLifetime, sessionLifetime);
    const latest = Math.min(session.openedAt + maximumSessionLifetime, session.contract.endsAt);
    const endsAt = Math.max(session.endsAt, Math.min(wished, latest));
    await new SqlSessionStore(tx).extend(session.id, endsAt);
    return { expiresIn: endsAt - now };
  };
}

/** C4: the session ends; of what was answered under it, this answer alone is left, for one who did not get it. */
export const ending: Change = async (tx, session): Promise<SessionDone> => {
  await new SqlSessionStore(tx).revoke(session.id);
  return { done: true };
};
