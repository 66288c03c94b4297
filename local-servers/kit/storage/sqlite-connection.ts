import Sqlite from 'better-sqlite3';
import { CodedError } from '../../../src/errors/coded-error.ts';
import type { SqlValue } from './database.ts';

const cachedStatements = 300;

/**
 * One SQLite connection with its prepared statements, kept by their text. All calls are synchronous.
 * @throws server.unavailable where the file is damaged or the disk is full; SQLite's own error for anything else
 */
export class SqliteConnection {
  readonly #database: Sqlite.Database;
  readonly #statements = new Map<string, Sqlite.Statement>();

  constructor(database: Sqlite.Database) {
    this.#database = database;
  }

  get inTransaction(): boolean {
    return this.#database.inTransaction;
  }

  get<Row>(sql: string, values: readonly SqlValue[]): Row | undefined {
    const row = tellingTrouble(() => this.#prepare(sql).get(...values));
    return row === undefined ? undefined : (plainBytes(row) as Row);
  }

  all<Row>(sql: string, values: readonly SqlValue[]): Row[] {
    return tellingTrouble(() => this.#prepare(sql).all(...values)).map(plainBytes) as Row[];
  }

  /** The rows one by one, for results that are too many to hold; other statements may run meanwhile. */
  *iterate<Row>(sql: string, values: readonly SqlValue[] = []): Generator<Row, void, undefined> {
    // Not one of the kept statements: it stays busy until the last row was taken.
    const rows = tellingTrouble(() => this.#database.prepare(sql).iterate(...values));
    try {
      for (;;) {
        const next = tellingTrouble(() => rows.next());
        if (next.done === true) return;
        yield plainBytes(next.value) as Row;
      }
    } finally {
      rows.return?.();
    }
  }

  run(sql: string, values: readonly SqlValue[] = []): { changes: number } {
    return { changes: tellingTrouble(() => this.#prepare(sql).run(...values)).changes };
  }

  /** Several statements at once, as migrations have them. */
  script(sql: string): void {
    tellingTrouble(() => this.#database.exec(sql));
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  #prepare(sql: string): Sqlite.Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(withOnePlan(sql));
      // Statements come from the program's text; a ceiling only matters if somebody builds them by mistake.
      const [oldest] = this.#statements.keys();
      if (this.#statements.size >= cachedStatements && oldest !== undefined) this.#statements.delete(oldest);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

/**
 * SQLite plans a statement anew at each call where a parameter meets a join, an order or a smallest value, in case this
 * value is worth another plan; that takes several times as long as the call. A `+` changes no value, and hides the parameter.
 */
const withOnePlan = (sql: string) => sql.replaceAll(/'[^']*'|\?/g, (part) => (part === '?' ? '+?' : part));

function tellingTrouble<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    // A damaged length makes SQLite ask for more memory than there is.
    const damage = /^SQLITE_(CORRUPT|NOTADB|NOMEM|TOOBIG)/;
    if (!(cause instanceof Sqlite.SqliteError)) throw cause;
    if (cause.code === 'SQLITE_FULL')
      throw new CodedError('server.unavailable', { detail: 'the disk is full, or the one for temporary files', cause });
    if (!damage.test(cause.code)) throw cause;
    throw new CodedError('server.unavailable', { detail: 'the database is damaged; put back a copy of it', cause });
  }
}

/** Buffers become the plain `Uint8Array` that every engine's rows hold. */
function plainBytes(row: unknown): unknown {
  const record = row as Record<string, unknown>;
  for (const [column, value] of Object.entries(record)) {
    if (Buffer.isBuffer(value)) record[column] = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  }
  return record;
}
