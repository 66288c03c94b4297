import type { SqlExecutor } from '../../kit/storage/database.ts';
import type { AccessKey, KeyHolder, KeyStore, Registration, SealedKey } from './key-store.ts';
import { contractOf } from './sql-account-store.ts';

interface KeyRow {
  readonly id: string;
  readonly user_id: string;
  readonly slot_id: string;
  readonly state: AccessKey['state'];
  readonly sealed_key: Uint8Array;
  readonly terminal_name: string;
  readonly maker_id: string;
  readonly model_id: string;
  readonly created_at: number;
}

interface HolderRow {
  readonly key_state: AccessKey['state'];
  readonly user_id: string;
  readonly plan: string;
  readonly regions: string;
  readonly contract_ends_at: number;
}

interface TerminalRow {
  readonly slot_id: string;
  readonly user_id: string;
  readonly access_key_id: string;
  readonly name: string;
  readonly maker_id: string;
  readonly model_id: string;
  readonly registered_at: number;
}

export class SqlKeyStore implements KeyStore {
  readonly #sql: SqlExecutor;

  constructor(sql: SqlExecutor) {
    this.#sql = sql;
  }

  async find(keyId: string): Promise<AccessKey | undefined> {
    const row = await this.#sql.get<KeyRow>('SELECT * FROM access_keys WHERE id = ?', keyId);
    if (row === undefined) return undefined;
    return {
      id: row.id,
      userId: row.user_id,
      slotId: row.slot_id,
      state: row.state,
      sealedKey: row.sealed_key,
      terminal: { name: row.terminal_name, makerId: row.maker_id, modelId: row.model_id },
      createdAt: row.created_at,
    };
  }

  async findSealed(keyId: string): Promise<Uint8Array | undefined> {
    const sql = 'SELECT sealed_key FROM access_keys WHERE id = ?';
    return (await this.#sql.get<Pick<KeyRow, 'sealed_key'>>(sql, keyId))?.sealed_key;
  }

  async lookUpSealed(keyId: string, nobodys: SealedKey): Promise<SealedKey> {
    const row = await this.#sql.get<SealedKey>(
      `SELECT * FROM (SELECT id, sealed_key AS sealed FROM access_keys WHERE id >= ? ORDER BY id LIMIT 1)
       UNION ALL SELECT ?, ? LIMIT 1`,
      keyId,
      nobodys.id,
      nobodys.sealed,
    );
    return row ?? nobodys;
  }

  async findHolder(keyId: string): Promise<KeyHolder | undefined> {
    const row = await this.#sql.get<HolderRow>(
      `SELECT k.state AS key_state, a.user_id, a.plan, a.regions, a.contract_ends_at
       FROM access_keys k JOIN accounts a ON a.user_id = k.user_id WHERE k.id = ?`,
      keyId,
    );
    return row === undefined ? undefined : { keyState: row.key_state, userId: row.user_id, contract: contractOf(row) };
  }

  async insert(key: AccessKey): Promise<void> {
    await this.#sql.run(
      `INSERT INTO access_keys (id, user_id, slot_id, state, sealed_key, terminal_name, maker_id, model_id, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      key.id,
      key.userId,
      key.slotId,
      key.state,
      key.sealedKey,
      key.terminal.name,
      key.terminal.makerId,
      key.terminal.modelId,
      key.createdAt,
    );
  }

  async activate(keyId: string): Promise<void> {
    await this.#sql.run("UPDATE access_keys SET state = 'active' WHERE id = ?", keyId);
  }

  async end(keyId: string, now: number): Promise<void> {
    await this.#sql.run("UPDATE access_keys SET state = 'ended', ended_at = ? WHERE id = ?", now, keyId);
  }

  async endPending(userId: string, slotId: string, keep: number, now: number): Promise<void> {
    await this.#sql.run(
      `UPDATE access_keys SET state = 'ended', ended_at = ?
       WHERE user_id = ? AND state = 'pending' AND (slot_id = ? OR id NOT IN (
         SELECT id FROM access_keys WHERE user_id = ? AND state = 'pending' ORDER BY created_at DESC, id LIMIT ?))`,
      now,
      userId,
      slotId,
      userId,
      keep,
    );
  }

  async endAllOfAccount(userId: string, now: number): Promise<void> {
    await this.#sql.run(
      "UPDATE access_keys SET state = 'ended', ended_at = ? WHERE user_id = ? AND state <> 'ended'",
      now,
      userId,
    );
  }

  async forgetEnded(before: number): Promise<void> {
    await this.#sql.run("DELETE FROM access_keys WHERE ended_at < ? AND state = 'ended'", before);
  }

  async listTerminals(userId: string): Promise<readonly Registration[]> {
    const sql = 'SELECT * FROM terminals WHERE user_id = ? ORDER BY registered_at, slot_id';
    return (await this.#sql.all<TerminalRow>(sql, userId)).map(registrationOf);
  }

  async findTerminal(slotId: string): Promise<Registration | undefined> {
    const row = await this.#sql.get<TerminalRow>('SELECT * FROM terminals WHERE slot_id = ?', slotId);
    return row === undefined ? undefined : registrationOf(row);
  }

  async register({ slotId, userId, accessKeyId, terminal, registeredAt }: Registration): Promise<void> {
    await this.#sql.run(
      `INSERT INTO terminals (slot_id, user_id, access_key_id, name, maker_id, model_id, registered_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (slot_id) DO UPDATE SET access_key_id = excluded.access_key_id, name = excluded.name,
         maker_id = excluded.maker_id, model_id = excluded.model_id, registered_at = excluded.registered_at`,
      slotId,
      userId,
      accessKeyId,
      terminal.name,
      terminal.makerId,
      terminal.modelId,
      registeredAt,
    );
  }

  async removeTerminalsOfKey(keyId: string): Promise<void> {
    await this.#sql.run('DELETE FROM terminals WHERE access_key_id = ?', keyId);
  }

  async removeTerminalsOfAccount(userId: string): Promise<void> {
    await this.#sql.run('DELETE FROM terminals WHERE user_id = ?', userId);
  }
}

function registrationOf(row: TerminalRow): Registration {
  return {
    slotId: row.slot_id,
    userId: row.user_id,
    accessKeyId: row.access_key_id,
    terminal: { name: row.name, makerId: row.maker_id, modelId: row.model_id },
    registeredAt: row.registered_at,
  };
}
