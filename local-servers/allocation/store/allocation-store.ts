import { join } from 'node:path';
import { decodeJson, utf8 } from '../../../src/protocol/bytes.ts';
import { check } from '../../../src/contract/check.ts';
import { CodedError } from '../../../src/errors/coded-error.ts';
import type { SqlDatabase, SqlExecutor } from '../../kit/storage/database.ts';
import { openSqlite } from '../../kit/storage/sqlite.ts';
import { allocationMigrations } from '../migrations.ts';
import type { Edit } from '../rules/layered-rules.ts';
import { AllocationRule } from '../rules/rule.ts';

/** What the operator's table is at one version. */
export interface TableState {
  /** G2: counts every change, and is the version of what is signed. */
  readonly version: number;
  /** The imported rules, by the name of their file; undefined before the first import. */
  readonly file: string | undefined;
  /** What was set or removed since the import. */
  readonly edits: readonly Edit[];
}

/** A version that the table had, or has. */
export interface TableVersion {
  readonly version: number;
  readonly file: string | undefined;
  /** What led to it, in words. */
  readonly change: string;
}

/** Rules that may be set or removed one by one since an import: all of them are held in memory. */
export const maximumEdits = 1_000;

/** The database of an allocation server, and the folder where imported tables lie beside it. */
export interface AllocationDatabase extends SqlDatabase {
  readonly folder: string;
}

export async function openAllocationDatabase(folder: string): Promise<AllocationDatabase> {
  return Object.assign(await openSqlite(join(folder, 'store.sqlite'), allocationMigrations), { folder });
}

/** The states of a table. Every change makes a new version, on top of what the table was before. */
export class SqlAllocationStore {
  readonly #sql: SqlExecutor;

  constructor(sql: SqlExecutor) {
    this.#sql = sql;
  }

  async version(): Promise<number> {
    const row = await this.#sql.get<{ version: number }>('SELECT version FROM allocation_table WHERE id = 1');
    return row?.version ?? 1;
  }

  /** @throws configuration.invalid where a stored rule is damaged */
  async state(): Promise<TableState> {
    // One statement, so that all of it is of one moment.
    const rows = await this.#sql.all<{
      version: number;
      file: string | null;
      name: string | null;
      content: string | null;
    }>(
      `SELECT t.version AS version, s.file AS file, e.name AS name, e.content AS content
       FROM allocation_table t JOIN allocation_states s ON s.version = t.version
         LEFT JOIN allocation_edits e ON e.until IS NULL
       WHERE t.id = 1 ORDER BY e.name`,
    );
    const [first] = rows;
    return {
      version: first?.version ?? 1,
      file: first?.file ?? undefined,
      edits: rows.flatMap(({ name, content }) => (name === null ? [] : [{ name, rule: readRule(content) }])),
    };
  }

  /** Those that can be gone back to, the newest first. */
  async versions(): Promise<TableVersion[]> {
    const rows = await this.#sql.all<{ version: number; file: string | null; change: string }>(
      'SELECT version, file, change FROM allocation_states ORDER BY version DESC',
    );
    return rows.map(({ file, ...rest }) => ({ ...rest, file: file ?? undefined }));
  }

  /** Adds a rule or replaces the one of its name. @returns the new version. @throws request.malformed */
  async put(rule: AllocationRule): Promise<number> {
    return this.#edit(rule.name, JSON.stringify(rule), `set ${rule.name}`);
  }

  /** Takes a rule out; whoever calls knows that there is one. @returns the new version */
  async remove(name: string, { isImported }: { readonly isImported: boolean }): Promise<number> {
    if (isImported) return this.#edit(name, null, `removed ${name}`);
    const { version, file } = await this.#countUp();
    await this.#closeEdit(name, version);
    return this.#enter({ version, file, change: `removed ${name}` });
  }

  /** The imported table takes the place of everything. @returns the new version */
  async replace(file: string, rules: number): Promise<number> {
    const { version } = await this.#countUp();
    await this.#sql.run('UPDATE allocation_edits SET until = ? WHERE until IS NULL', version);
    return this.#enter({ version, file, change: `imported ${rules} rules` });
  }

  /** Makes the table what it was at an earlier version. @returns the new version; undefined where that one is gone */
  async restore(earlier: number): Promise<number | undefined> {
    const state = await this.#sql.get<{ file: string | null }>(
      'SELECT file FROM allocation_states WHERE version = ?',
      earlier,
    );
    if (state === undefined) return undefined;
    const { version } = await this.#countUp();
    await this.#sql.run('UPDATE allocation_edits SET until = ? WHERE until IS NULL', version);
    await this.#sql.run(
      `INSERT INTO allocation_edits (name, since, until, content)
       SELECT name, ?, NULL, content FROM allocation_edits WHERE since <= ? AND until > ?`,
      version,
      earlier,
      earlier,
    );
    return this.#enter({ version, file: state.file ?? undefined, change: `went back to version ${earlier}` });
  }

  /** Forgets the versions that rest on neither of these files, so that all other files may go. */
  async keepOnly(file: string, before: string | undefined): Promise<void> {
    await this.#sql.run(
      `DELETE FROM allocation_states WHERE COALESCE(file, '') <> ? AND COALESCE(file, '') <> ?`,
      file,
      before ?? '',
    );
    await this.#sql.run('DELETE FROM allocation_edits WHERE until <= (SELECT MIN(version) FROM allocation_states)');
  }

  async #edit(name: string, content: string | null, change: string): Promise<number> {
    const { version, file } = await this.#countUp();
    await this.#closeEdit(name, version);
    const open = await this.#sql.get<{ edits: number }>(
      'SELECT COUNT(*) AS edits FROM allocation_edits WHERE until IS NULL',
    );
    if ((open?.edits ?? 0) >= maximumEdits) {
      const detail = `${maximumEdits} rules have been set or removed one by one: export the table, and import it`;
      throw new CodedError('request.malformed', { detail });
    }
    await this.#sql.run(
      'INSERT INTO allocation_edits (name, since, until, content) VALUES (?, ?, NULL, ?)',
      name,
      version,
      content,
    );
    return this.#enter({ version, file, change });
  }

  async #closeEdit(name: string, version: number): Promise<void> {
    await this.#sql.run('UPDATE allocation_edits SET until = ? WHERE name = ? AND until IS NULL', version, name);
  }

  /** The next version, with the file of the one before. */
  async #countUp(): Promise<{ version: number; file: string | undefined }> {
    const before = await this.#sql.get<{ file: string | null }>(
      'SELECT s.file AS file FROM allocation_table t JOIN allocation_states s ON s.version = t.version WHERE t.id = 1',
    );
    await this.#sql.run('UPDATE allocation_table SET version = version + 1 WHERE id = 1');
    return { version: await this.version(), file: before?.file ?? undefined };
  }

  async #enter({ version, file, change }: TableVersion): Promise<number> {
    await this.#sql.run(
      'INSERT INTO allocation_states (version, file, change) VALUES (?, ?, ?)',
      version,
      file ?? null,
      change,
    );
    return version;
  }
}

function readRule(content: string | null): AllocationRule | undefined {
  if (content === null) return undefined;
  return check(AllocationRule, decodeJson(utf8(content), 'configuration.invalid'), 'configuration.invalid');
}
