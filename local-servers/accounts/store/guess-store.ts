import type { SqlExecutor } from '../../kit/storage/database.ts';

/** Guesses of one subject (an account, an address, or one at the other) that count at present. */
export interface GuessCount {
  readonly count: number;
  /** The server's seconds. */
  readonly lastAt: number;
}

export interface GuessStore {
  find(subjects: readonly string[]): Promise<ReadonlyMap<string, GuessCount>>;
  save(counts: ReadonlyMap<string, GuessCount>): Promise<void>;
  forget(before: number): Promise<void>;
}

interface GuessRow {
  readonly subject: string;
  readonly count: number;
  readonly last_at: number;
}

export class SqlGuessStore implements GuessStore {
  readonly #sql: SqlExecutor;

  constructor(sql: SqlExecutor) {
    this.#sql = sql;
  }

  async find(subjects: readonly string[]): Promise<ReadonlyMap<string, GuessCount>> {
    const places = subjects.map(() => '?').join(', ');
    const sql = `SELECT subject, count, last_at FROM guesses WHERE subject IN (${places})`;
    const rows = await this.#sql.all<GuessRow>(sql, ...subjects);
    return new Map(rows.map(({ subject, count, last_at }) => [subject, { count, lastAt: last_at }]));
  }

  async save(counts: ReadonlyMap<string, GuessCount>): Promise<void> {
    const places = Array.from(counts, () => '(?, ?, ?)').join(', ');
    await this.#sql.run(
      `INSERT INTO guesses (subject, count, last_at) VALUES ${places}
       ON CONFLICT (subject) DO UPDATE SET count = excluded.count, last_at = excluded.last_at`,
      ...Array.from(counts, ([subject, { count, lastAt }]) => [subject, count, lastAt]).flat(),
    );
  }

  async forget(before: number): Promise<void> {
    await this.#sql.run('DELETE FROM guesses WHERE last_at < ?', before);
  }
}
