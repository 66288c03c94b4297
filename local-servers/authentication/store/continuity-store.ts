import type { SqlExecutor } from '../../kit/storage/database.ts';

/** Where a device's authentications have led; places and steps as digests alone. */
export interface Continuity {
  /** Where the last step led; undefined before the first. */
  readonly place: Uint8Array | undefined;
  /** The last step. */
  readonly step: Uint8Array | undefined;
}

export interface ContinuityStore {
  find(deviceId: Uint8Array): Promise<Continuity>;
  move(deviceId: Uint8Array, to: { readonly place: Uint8Array; readonly step: Uint8Array }): Promise<void>;
  /** A step that may be made again until then: its message may have been held up on the way. */
  remember(step: Uint8Array, until: number): Promise<void>;
  remembers(step: Uint8Array, now: number): Promise<boolean>;
  /** Counts a step that does not follow from the last one. */
  noteBreak(deviceId: Uint8Array, now: number): Promise<void>;
  /** The operator has looked into it. @returns whether there was anything */
  clearBreaks(deviceId: Uint8Array): Promise<boolean>;
  purge(now: number): Promise<void>;
}

export class SqlContinuityStore implements ContinuityStore {
  readonly #sql: SqlExecutor;

  constructor(sql: SqlExecutor) {
    this.#sql = sql;
  }

  async find(deviceId: Uint8Array): Promise<Continuity> {
    const row = await this.#sql.get<{ place: Uint8Array | null; step: Uint8Array | null }>(
      'SELECT continuity_place AS place, continuity_step AS step FROM devices WHERE device_id = ?',
      deviceId,
    );
    return { place: row?.place ?? undefined, step: row?.step ?? undefined };
  }

  async move(deviceId: Uint8Array, to: { readonly place: Uint8Array; readonly step: Uint8Array }): Promise<void> {
    await this.#sql.run(
      'UPDATE devices SET continuity_place = ?, continuity_step = ? WHERE device_id = ?',
      to.place,
      to.step,
      deviceId,
    );
  }

  async remember(step: Uint8Array, until: number): Promise<void> {
    await this.#sql.run(
      `INSERT INTO continuity_steps (step, expires_at) VALUES (?, ?)
       ON CONFLICT (step) DO UPDATE SET expires_at = excluded.expires_at`,
      step,
      until,
    );
  }

  async remembers(step: Uint8Array, now: number): Promise<boolean> {
    const sql = 'SELECT 1 AS found FROM continuity_steps WHERE step = ? AND expires_at > ?';
    return (await this.#sql.get(sql, step, now)) !== undefined;
  }

  async noteBreak(deviceId: Uint8Array, now: number): Promise<void> {
    await this.#sql.run(
      `UPDATE devices SET breaks = breaks + 1, last_break_at = ?, first_break_at = COALESCE(first_break_at, ?)
       WHERE device_id = ?`,
      now,
      now,
      deviceId,
    );
  }

  async clearBreaks(deviceId: Uint8Array): Promise<boolean> {
    const { changes } = await this.#sql.run(
      'UPDATE devices SET breaks = 0, first_break_at = NULL, last_break_at = NULL WHERE device_id = ? AND breaks > 0',
      deviceId,
    );
    return changes > 0;
  }

  async purge(now: number): Promise<void> {
    await this.#sql.run('DELETE FROM continuity_steps WHERE expires_at <= ?', now);
  }
}
