import { emptyWindow, type ReplayWindow } from '../../../src/protocol/replay-window.ts';
import type { SqlExecutor } from '../../kit/storage/database.ts';

/** What was answered under an idempotency key, and to which request. */
export interface RecordedAnswer {
  /** SHA-256 of what was asked. */
  readonly requestHash: Uint8Array;
  /** JSON. */
  readonly answer: string;
}

/** C4: which counters of a session's changes were used, and what they were answered. */
export interface ChangeStore {
  window(sessionId: string): Promise<ReplayWindow>;
  saveWindow(sessionId: string, window: ReplayWindow): Promise<void>;
  findAnswer(sessionId: string, idempotencyKey: string): Promise<RecordedAnswer | undefined>;
  countAnswers(sessionId: string): Promise<number>;
  recordAnswer(sessionId: string, idempotencyKey: string, recorded: RecordedAnswer): Promise<void>;
}

export class SqlChangeStore implements ChangeStore {
  readonly #sql: SqlExecutor;

  constructor(sql: SqlExecutor) {
    this.#sql = sql;
  }

  async window(sessionId: string): Promise<ReplayWindow> {
    const sql = 'SELECT highest, blocks FROM session_windows WHERE session_id = ?';
    const row = await this.#sql.get<{ readonly highest: number; readonly blocks: string }>(sql, sessionId);
    return row === undefined ? emptyWindow : { highest: row.highest, blocks: JSON.parse(row.blocks) as number[] };
  }

  async saveWindow(sessionId: string, { highest, blocks }: ReplayWindow): Promise<void> {
    await this.#sql.run(
      `INSERT INTO session_windows (session_id, highest, blocks) VALUES (?, ?, ?)
       ON CONFLICT (session_id) DO UPDATE SET highest = excluded.highest, blocks = excluded.blocks`,
      sessionId,
      highest,
      JSON.stringify(blocks),
    );
  }

  async findAnswer(sessionId: string, idempotencyKey: string): Promise<RecordedAnswer | undefined> {
    const row = await this.#sql.get<{ readonly request_hash: Uint8Array; readonly answer: string }>(
      'SELECT request_hash, answer FROM session_answers WHERE session_id = ? AND idempotency_key = ?',
      sessionId,
      idempotencyKey,
    );
    return row === undefined ? undefined : { requestHash: row.request_hash, answer: row.answer };
  }

  async countAnswers(sessionId: string): Promise<number> {
    const sql = 'SELECT COUNT(*) AS count FROM session_answers WHERE session_id = ?';
    return (await this.#sql.get<{ readonly count: number }>(sql, sessionId))?.count ?? 0;
  }

  async recordAnswer(
    sessionId: string,
    idempotencyKey: string,
    { requestHash, answer }: RecordedAnswer,
  ): Promise<void> {
    await this.#sql.run(
      'INSERT INTO session_answers (session_id, idempotency_key, request_hash, answer) VALUES (?, ?, ?, ?)',
      sessionId,
      idempotencyKey,
      requestHash,
      answer,
    );
  }
}
