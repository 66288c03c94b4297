/** What a statement takes and a row holds. BIGINT columns hold integers within ±2^53. */
export type SqlValue = string | number | bigint | null | Uint8Array;

/**
 * SQL in the subset that SQLite and PostgreSQL share, with `?` for values. `Row` is what the caller's own statement
 * selects: it is named there and checked nowhere, so it stands beside the statement.
 */
export interface SqlExecutor {
  get<Row>(sql: string, ...values: SqlValue[]): Promise<Row | undefined>;
  all<Row>(sql: string, ...values: SqlValue[]): Promise<Row[]>;
  run(sql: string, ...values: SqlValue[]): Promise<{ changes: number }>;
}

export interface SqlTransaction extends SqlExecutor {
  /** Takes back all that this transaction has written so far; it goes on. */
  undo(): Promise<void>;
  /** Rolls back what `work` wrote if it throws, and throws the same; the transaction around it goes on. */
  savepoint<T>(work: (tx: SqlTransaction) => Promise<T>): Promise<T>;
}

/** Outside a transaction `get` and `all` see committed state only, and `run` is a transaction of its own. */
export interface SqlDatabase extends SqlExecutor {
  /**
   * Runs `work` while nobody else writes. The promise settles only after COMMIT, so that whoever hears of the outcome
   * can rely on it being on disk; a throw rolls back what `work` wrote. `work` waits for nothing but its own
   * statements: all other writers wait for it, and after 10 s it is rolled back with `server.unavailable`.
   */
  transaction<T>(work: (tx: SqlTransaction) => Promise<T>): Promise<T>;
  /** Finishes what is queued, then closes. */
  close(): Promise<void>;
}
