import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { CodedError } from '../../../src/errors/coded-error.ts';
import type { SqlTransaction } from './database.ts';
import type { SqliteConnection } from './sqlite-connection.ts';
import { SqliteTransaction } from './sqlite-transaction.ts';

/** Transactions that share one COMMIT, at most. */
const groupCeiling = 64;
/** Seconds that one transaction may take while all others wait. */
const workSeconds = 10;
/** Seconds that another process may keep the database. */
const busySeconds = 5;

interface Job {
  readonly work: (tx: SqlTransaction) => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

/** Settles a job once the group's COMMIT is on disk. */
type Settle = () => void;

/**
 * The queue of writers on one connection. Those that wait when the writer turns to them run one after another, each in
 * a SAVEPOINT, inside one BEGIN IMMEDIATE … COMMIT, so that they share the price of one flush to disk. A transaction
 * that throws is answered after the COMMIT too: it may have decided by what an earlier one of its group wrote.
 */
export class SqliteWriter {
  readonly #connection: SqliteConnection;
  #queue: Job[] = [];
  #draining: Promise<void> | undefined;
  #closed = false;

  constructor(connection: SqliteConnection) {
    this.#connection = connection;
  }

  transaction<T>(work: (tx: SqlTransaction) => Promise<T>): Promise<T> {
    if (this.#closed) {
      return Promise.reject(new CodedError('server.unavailable', { detail: 'the database is closed' }));
    }
    return new Promise<T>((resolve, reject) => {
      this.#queue.push({ work, resolve: (value) => resolve(value as T), reject });
      this.#draining ??= this.#drain();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#draining;
  }

  async #drain(): Promise<void> {
    // One turn of the event loop gathers every request that has arrived already into the first group.
    await nextTurn();
    while (this.#queue.length > 0) {
      const group = this.#queue.splice(0, groupCeiling);
      try {
        await this.#runGroup(group);
      } catch (cause) {
        if (this.#connection.inTransaction) this.#connection.run('ROLLBACK');
        const error = new CodedError('server.unavailable', { detail: 'the database could not commit', cause });
        for (const job of group) job.reject(error);
      }
    }
    this.#draining = undefined;
  }

  async #runGroup(group: readonly Job[]): Promise<void> {
    await this.#begin();
    const settles: Settle[] = [];
    for (const job of group) settles.push(await this.#runJob(job));
    this.#connection.run('COMMIT');
    for (const settle of settles) settle();
  }

  async #runJob(job: Job): Promise<Settle> {
    const transaction = new SqliteTransaction(this.#connection, 'job');
    let overtime: NodeJS.Timeout | undefined;
    this.#connection.run('SAVEPOINT job');
    try {
      const value = await Promise.race([
        job.work(transaction),
        new Promise<never>((_resolve, reject) => {
          const detail = `a transaction took longer than ${workSeconds} s; does it wait for another transaction?`;
          overtime = setTimeout(() => reject(new CodedError('server.unavailable', { detail })), workSeconds * 1000);
        }),
      ]);
      transaction.end();
      this.#connection.run('RELEASE job');
      return () => job.resolve(value);
    } catch (reason) {
      transaction.end();
      // A full or failing disk ends the whole transaction inside SQLite, and with it the group.
      if (!this.#connection.inTransaction) throw reason;
      this.#connection.run('ROLLBACK TO job');
      this.#connection.run('RELEASE job');
      return () => job.reject(reason);
    } finally {
      clearTimeout(overtime);
    }
  }

  /** Another process may be writing: SQLite's own waiting would stop this process, so most of the wait is here. */
  async #begin(): Promise<void> {
    const deadline = performance.now() + busySeconds * 1000;
    for (;;) {
      try {
        this.#connection.run('BEGIN IMMEDIATE');
        return;
      } catch (error) {
        if (!isBusy(error) || performance.now() > deadline) throw error;
        await pause(10);
      }
    }
  }
}

function isBusy(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('SQLITE_BUSY')
  );
}
