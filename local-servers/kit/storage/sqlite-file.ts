import { closeSync, openSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { CodedError } from '../../../src/errors/coded-error.ts';
import { SqliteConnection } from './sqlite-connection.ts';

/*
 * Files that are written once, as a whole, before anybody reads them, and never changed after that: large tables, of which
 * each version is a file of its own.
 */

/** KiB of pages that a connection holds; sorting spills to disk beyond it. */
const builderCache = 32 * 1024;
const readerCache = 8 * 1024;

/**
 * Makes the file at `path`, which must not exist, readable by its owner only. Nothing is journalled: until the builder has
 * closed and flushed the file, it is worth nothing, and a killed builder leaves rubbish. The file is locked meanwhile.
 * @throws configuration.invalid where it cannot be made
 */
export function buildSqliteFile(path: string): SqliteConnection {
  return opened(path, () => {
    closeSync(openSync(path, 'wx', 0o600));
    const database = new Sqlite(path, { timeout: 0 });
    // Rows are written while sorted ones are read; the sorting is over when the first of them comes. It also allows OFF.
    database.unsafeMode(true);
    database.pragma('locking_mode = EXCLUSIVE');
    database.pragma('journal_mode = OFF');
    database.pragma('synchronous = OFF');
    database.pragma('temp_store = FILE');
    database.pragma('trusted_schema = OFF');
    database.pragma(`cache_size = -${builderCache}`);
    database.exec('BEGIN EXCLUSIVE');
    return new SqliteConnection(database);
  });
}

/** Whether somebody is building the file at this moment; what a killed builder left is nobody's. */
export function isBeingBuilt(path: string): boolean {
  let database: Sqlite.Database | undefined;
  try {
    database = new Sqlite(path, { timeout: 0, fileMustExist: true });
    database.exec('BEGIN EXCLUSIVE; ROLLBACK');
    return false;
  } catch (error) {
    return error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY');
  } finally {
    database?.close();
  }
}

/**
 * Opens a finished file for reading. Opening takes as long for a large file as for a small one.
 * @throws configuration.invalid where it is not there, or is no such file
 */
export function openSqliteFile(path: string): SqliteConnection {
  return opened(path, () => {
    const database = new Sqlite(path, { readonly: true });
    // Nobody writes: the lock is taken once instead of for each statement, and pages stay valid.
    database.pragma('locking_mode = EXCLUSIVE');
    database.pragma('trusted_schema = OFF');
    database.pragma(`cache_size = -${readerCache}`);
    return new SqliteConnection(database);
  });
}

function opened(path: string, open: () => SqliteConnection): SqliteConnection {
  try {
    return open();
  } catch (cause) {
    throw new CodedError('configuration.invalid', { detail: `the database ${path} cannot be opened`, cause });
  }
}
