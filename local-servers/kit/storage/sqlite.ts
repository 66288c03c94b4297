import { closeSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { CodedError, hasCode } from '../../../src/errors/coded-error.ts';
import { makeFolder } from '../../../src/host/durable-file.ts';
import type { SqlDatabase, SqlTransaction, SqlValue } from './database.ts';
import {
  migrationsTable,
  pendingMigrations,
  spellMigration,
  type AppliedMigration,
  type Migration,
} from './migrations.ts';
import { SqliteConnection } from './sqlite-connection.ts';
import { SqliteWriter } from './sqlite-writer.ts';

const words = { blob: 'BLOB', sequence: 'INTEGER PRIMARY KEY AUTOINCREMENT' };

/**
 * Pages of 4 KiB in the journal before they go into the database. Keys are random, so that each commit changes pages all
 * over it; the more commits, the fewer of them are written twice. Four times SQLite's own number takes a fifth off a commit.
 */
const journalPages = 4_000;

/**
 * Opens (or makes, readable by its owner only) the SQLite file at `path` and brings its schema up to date.
 * One connection writes; another, read-only, sees committed state only.
 * @throws configuration.invalid where the file is of a newer program, or cannot be opened.
 */
export async function openSqlite(path: string, migrations: readonly Migration[]): Promise<SqlDatabase> {
  if (path === ':memory:') throw new CodedError('configuration.invalid', { detail: 'the database must be a file' });
  await makeFolder(dirname(path)).catch((cause: unknown) => {
    throw cannotBeOpened(path, cause);
  });
  const writing = connect(path);
  try {
    migrate(path, writing, migrations);
    // From here on the queue of writers waits without stopping the process; see SqliteWriter.
    writing.script('PRAGMA busy_timeout = 20');
    return new SqliteDatabase(writing, connect(path, { readonly: true }));
  } catch (error) {
    writing.close();
    throw error;
  }
}

function connect(path: string, options: { readonly?: boolean } = {}): SqliteConnection {
  try {
    if (options.readonly !== true) {
      // SQLite gives its journal files the mode of the database file.
      closeSync(openSync(path, 'a', 0o600));
    }
    const database = new Sqlite(path, { ...options, timeout: 5_000 });
    if (options.readonly !== true) {
      database.pragma('journal_mode = WAL');
      database.pragma(`wal_autocheckpoint = ${journalPages}`);
    }
    // FULL: in WAL mode a COMMIT returns only when it is on disk.
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    database.pragma('trusted_schema = OFF');
    return new SqliteConnection(database);
  } catch (cause) {
    throw cannotBeOpened(path, cause);
  }
}

const cannotBeOpened = (path: string, cause: unknown) =>
  new CodedError('configuration.invalid', { detail: `the database ${path} cannot be opened`, cause });

/** One step, one transaction; each step looks anew, since another process may be starting on the same file. */
function migrate(path: string, connection: SqliteConnection, known: readonly Migration[]): void {
  try {
    while (migrateOneStep(connection, known));
  } catch (cause) {
    if (connection.inTransaction) connection.run('ROLLBACK');
    if (hasCode(cause, 'configuration.invalid')) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CodedError('configuration.invalid', { detail: `the database ${path} cannot be used: ${reason}`, cause });
  }
}

function migrateOneStep(connection: SqliteConnection, known: readonly Migration[]): boolean {
  connection.run('BEGIN IMMEDIATE');
  connection.run(migrationsTable);
  const applied = connection.all<AppliedMigration>('SELECT version, name FROM schema_migrations ORDER BY version', []);
  const [next] = pendingMigrations(known, applied);
  if (next !== undefined) {
    connection.script(spellMigration(next.sql, words));
    connection.run('INSERT INTO schema_migrations (version, name) VALUES (?, ?)', [next.version, next.name]);
  }
  connection.run('COMMIT');
  return next !== undefined;
}

class SqliteDatabase implements SqlDatabase {
  readonly #writing: SqliteConnection;
  readonly #reading: SqliteConnection;
  readonly #writer: SqliteWriter;
  #closing: Promise<void> | undefined;

  constructor(writing: SqliteConnection, reading: SqliteConnection) {
    this.#writing = writing;
    this.#reading = reading;
    this.#writer = new SqliteWriter(writing);
  }

  async get<Row>(sql: string, ...values: SqlValue[]): Promise<Row | undefined> {
    return this.#reading.get<Row>(sql, values);
  }

  async all<Row>(sql: string, ...values: SqlValue[]): Promise<Row[]> {
    return this.#reading.all<Row>(sql, values);
  }

  run(sql: string, ...values: SqlValue[]): Promise<{ changes: number }> {
    return this.#writer.transaction((tx) => tx.run(sql, ...values));
  }

  transaction<T>(work: (tx: SqlTransaction) => Promise<T>): Promise<T> {
    return this.#writer.transaction(work);
  }

  close(): Promise<void> {
    this.#closing ??= this.#writer.close().then(() => {
      this.#reading.close();
      this.#writing.close();
    });
    return this.#closing;
  }
}
