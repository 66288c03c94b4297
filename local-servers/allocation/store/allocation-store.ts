import { join } from 'node:path';
import { decodeJson, utf8 } from '../../../src/protocol/bytes.ts';
import { check } from '../../../src/contract/check.ts';
import type { SqlDatabase, SqlExecutor } from '../../kit/storage/database.ts';
import { openSqlite } from '../../kit/storage/sqlite.ts';
import { allocationMigrations } from '../migrations.ts';
import { AllocationRule } from '../rules/rule.ts';

/** The operator's table as one moment shows it. */
export interface RuleTable {
  /** G2: counts every change, and is the version of what is signed. */
  readonly version: number;
  readonly rules: readonly AllocationRule[];
}

export interface AllocationStore {
  version(): Promise<number>;
  /** @throws configuration.invalid where a stored rule is damaged */
  table(): Promise<RuleTable>;
  /** Adds a rule or replaces the one of its name. @returns the new version */
  put(rule: AllocationRule): Promise<number>;
  /** @returns the new version; undefined where there was no such rule */
  remove(name: string): Promise<number | undefined>;
}

export function openAllocationDatabase(folder: string): Promise<SqlDatabase> {
  return openSqlite(join(folder, 'store.sqlite'), allocationMigrations);
}

export class SqlAllocationStore implements AllocationStore {
  readonly #sql: SqlExecutor;

  constructor(sql: SqlExecutor) {
    this.#sql = sql;
  }

  async version(): Promise<number> {
    const row = await this.#sql.get<{ version: number }>('SELECT version FROM allocation_table WHERE id = 1');
    return row?.version ?? 1;
  }

  async table(): Promise<RuleTable> {
    // One statement, so that version and rules are of one moment.
    const rows = await this.#sql.all<{ version: number; content: string | null }>(
      `SELECT t.version AS version, r.content AS content
       FROM allocation_table t LEFT JOIN allocation_rules r ON t.id = 1 ORDER BY r.name`,
    );
    return {
      version: rows[0]?.version ?? 1,
      rules: rows.flatMap(({ content }) => (content === null ? [] : [readRule(content)])),
    };
  }

  async put(rule: AllocationRule): Promise<number> {
    await this.#sql.run(
      `INSERT INTO allocation_rules (name, content) VALUES (?, ?)
       ON CONFLICT (name) DO UPDATE SET content = excluded.content`,
      rule.name,
      JSON.stringify(rule),
    );
    return this.#countUp();
  }

  async remove(name: string): Promise<number | undefined> {
    const { changes } = await this.#sql.run('DELETE FROM allocation_rules WHERE name = ?', name);
    return changes === 0 ? undefined : this.#countUp();
  }

  async #countUp(): Promise<number> {
    await this.#sql.run('UPDATE allocation_table SET version = version + 1 WHERE id = 1');
    return this.version();
  }
}

function readRule(content: string): AllocationRule {
  return check(AllocationRule, decodeJson(utf8(content), 'configuration.invalid'), 'configuration.invalid');
}

/** Reads the committed table, and reads it anew only when its version has changed (by whichever process). */
export class RuleReader {
  readonly #store: AllocationStore;
  #known: RuleTable | undefined;

  constructor(store: AllocationStore) {
    this.#store = store;
  }

  async read(): Promise<RuleTable> {
    if (this.#known?.version !== (await this.#store.version())) this.#known = await this.#store.table();
    return this.#known;
  }
}
