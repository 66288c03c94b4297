import type { SqlTransaction, SqlValue } from './database.ts';
import type { SqliteConnection } from './sqlite-connection.ts';

/**
 * What a transaction's work holds while it runs. Used after its end, or around a savepoint that is still open, it
 * throws: otherwise a forgotten `await` would write into somebody else's transaction.
 */
export class SqliteTransaction implements SqlTransaction {
  readonly #connection: SqliteConnection;
  readonly #savepoint: string;
  readonly #depth: number;
  #state: 'open' | 'inside a savepoint' | 'ended' = 'open';
  #inner: SqliteTransaction | undefined;

  /** @param savepoint what its writes are inside of */
  constructor(connection: SqliteConnection, savepoint: string, depth = 0) {
    this.#connection = connection;
    this.#savepoint = savepoint;
    this.#depth = depth;
  }

  async get<Row>(sql: string, ...values: SqlValue[]): Promise<Row | undefined> {
    this.#mustBeOpen();
    return this.#connection.get<Row>(sql, values);
  }

  async all<Row>(sql: string, ...values: SqlValue[]): Promise<Row[]> {
    this.#mustBeOpen();
    return this.#connection.all<Row>(sql, values);
  }

  async run(sql: string, ...values: SqlValue[]): Promise<{ changes: number }> {
    this.#mustBeOpen();
    return this.#connection.run(sql, values);
  }

  async undo(): Promise<void> {
    this.#mustBeOpen();
    this.#connection.run(`ROLLBACK TO ${this.#savepoint}`);
  }

  async savepoint<T>(work: (tx: SqlTransaction) => Promise<T>): Promise<T> {
    this.#mustBeOpen();
    const name = `inner_${this.#depth}`;
    this.#connection.run(`SAVEPOINT ${name}`);
    this.#state = 'inside a savepoint';
    this.#inner = new SqliteTransaction(this.#connection, name, this.#depth + 1);
    try {
      const value = await work(this.#inner);
      this.#leave(name, 'keep');
      return value;
    } catch (error) {
      this.#leave(name, 'roll back');
      throw error;
    }
  }

  end(): void {
    this.#state = 'ended';
    this.#inner?.end();
  }

  #leave(name: string, how: 'keep' | 'roll back'): void {
    this.#inner?.end();
    // The whole transaction may have ended meanwhile (it took too long): then there is nothing of ours to leave.
    if (this.#state === 'ended') return;
    this.#state = 'open';
    if (how === 'roll back') this.#connection.run(`ROLLBACK TO ${name}`);
    this.#connection.run(`RELEASE ${name}`);
  }

  #mustBeOpen(): void {
    if (this.#state !== 'open') throw new TypeError(`this transaction is ${this.#state}: is an await missing?`);
  }
}
