import type { SqlExecutor } from '../../kit/storage/database.ts';
import type { SessionStore, SessionWithContract, StoredSession } from './session-store.ts';
import { contractOf } from './sql-account-store.ts';

interface SessionRow {
  readonly id: string;
  readonly user_id: string;
  readonly access_key_id: string;
  readonly state: StoredSession['state'];
  readonly sealed_key: Uint8Array;
  readonly audiences: string;
  readonly device_key: string | null;
  readonly opened_at: number;
  readonly expires_at: number;
  readonly ends_at: number;
  readonly plan: string;
  readonly regions: string;
  readonly contract_ends_at: number;
}

export class SqlSessionStore implements SessionStore {
  readonly #sql: SqlExecutor;

  constructor(sql: SqlExecutor) {
    this.#sql = sql;
  }

  async insert(session: StoredSession): Promise<void> {
    await this.#sql.run(
      `INSERT INTO sessions
         (id, user_id, access_key_id, state, sealed_key, audiences, device_key, opened_at, expires_at, ends_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      session.id,
      session.userId,
      session.accessKeyId,
      session.state,
      session.sealedKey,
      JSON.stringify(session.audiences),
      session.deviceKey ?? null,
      session.openedAt,
      session.expiresAt,
      session.endsAt,
    );
  }

  async find(sessionId: string): Promise<SessionWithContract | undefined> {
    const row = await this.#sql.get<SessionRow>(
      `SELECT s.*, a.plan, a.regions, a.contract_ends_at
       FROM sessions s JOIN accounts a ON a.user_id = s.user_id WHERE s.id = ?`,
      sessionId,
    );
    if (row === undefined) return undefined;
    return {
      id: row.id,
      userId: row.user_id,
      accessKeyId: row.access_key_id,
      state: row.state,
      sealedKey: row.sealed_key,
      audiences: JSON.parse(row.audiences) as string[],
      deviceKey: row.device_key ?? undefined,
      openedAt: row.opened_at,
      expiresAt: row.expires_at,
      endsAt: row.ends_at,
      contract: contractOf(row),
    };
  }

  async provisionalEnds(accessKeyId: string, now: number): Promise<readonly number[]> {
    const rows = await this.#sql.all<{ expires_at: number }>(
      `SELECT expires_at FROM sessions WHERE access_key_id = ? AND state = 'provisional' AND expires_at > ?
       ORDER BY expires_at`,
      accessKeyId,
      now,
    );
    return rows.map(({ expires_at }) => expires_at);
  }

  async makeLive(sessionId: string): Promise<boolean> {
    const { changes } = await this.#sql.run(
      "UPDATE sessions SET state = 'live', expires_at = ends_at WHERE id = ? AND state = 'provisional'",
      sessionId,
    );
    return changes === 1;
  }

  async extend(sessionId: string, endsAt: number): Promise<void> {
    const sql = "UPDATE sessions SET ends_at = ?, expires_at = ? WHERE id = ? AND state = 'live'";
    await this.#sql.run(sql, endsAt, endsAt, sessionId);
  }

  async revoke(sessionId: string): Promise<void> {
    await this.#sql.run('DELETE FROM session_answers WHERE session_id = ?', sessionId);
    await this.#sql.run("UPDATE sessions SET state = 'revoked' WHERE id = ?", sessionId);
  }

  async revokeOfKey(accessKeyId: string, now: number): Promise<number> {
    await this.#forgetAnswers('access_key_id = ?', accessKeyId);
    const { changes } = await this.#sql.run(
      "UPDATE sessions SET state = 'revoked' WHERE access_key_id = ? AND state <> 'revoked' AND expires_at > ?",
      accessKeyId,
      now,
    );
    return changes;
  }

  async revokeOfAccount(userId: string, now: number): Promise<number> {
    // By its keys, which are remembered for longer than their sessions, and which each session is found by anyway.
    const ofAccount = 'access_key_id IN (SELECT id FROM access_keys WHERE user_id = ?)';
    await this.#forgetAnswers(ofAccount, userId);
    const { changes } = await this.#sql.run(
      `UPDATE sessions SET state = 'revoked' WHERE ${ofAccount} AND state <> 'revoked' AND expires_at > ?`,
      userId,
      now,
    );
    return changes;
  }

  async forgetEnded(now: number, before: number): Promise<void> {
    await this.#forgetAnswers('ends_at <= ?', now);
    await this.#sql.run('DELETE FROM sessions WHERE ends_at < ?', before);
  }

  /** @param whose condition on the sessions, of this file's own text alone */
  async #forgetAnswers(whose: string, value: string | number): Promise<void> {
    const sql = `DELETE FROM session_answers WHERE EXISTS
      (SELECT 1 FROM sessions WHERE id = session_answers.session_id AND ${whose})`;
    await this.#sql.run(sql, value);
  }
}
