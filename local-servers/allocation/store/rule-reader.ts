import { hasCode } from '../../../src/errors/coded-error.ts';
import { LayeredRules } from '../rules/layered-rules.ts';
import { MemoryRules } from '../rules/memory-rules.ts';
import type { RuleSource } from '../rules/rule-source.ts';
import { SqlAllocationStore, type AllocationDatabase, type TableState } from './allocation-store.ts';
import { FileRules } from './rule-file.ts';
import { ruleFilePath } from './rule-files.ts';

/** The operator's table as one moment shows it. */
export interface RuleTable {
  readonly version: number;
  readonly rules: RuleSource;
  /** The imported part, where there is one. */
  readonly imported: FileRules | undefined;
}

interface OpenTable extends RuleTable {
  readonly file: string | undefined;
}

/** Times that the table is looked for anew: a second import may have removed the file that was about to be opened. */
const attempts = 5;

/** Reads the committed table, and turns to a new one as soon as its version has changed (by whichever process). */
export class RuleReader {
  readonly #database: AllocationDatabase;
  readonly #store: SqlAllocationStore;
  #table: OpenTable | undefined;
  #turning: Promise<OpenTable> | undefined;
  #closed = false;

  constructor(database: AllocationDatabase) {
    this.#database = database;
    this.#store = new SqlAllocationStore(database);
  }

  /**
   * Lets `use` look at the table as it is now. It does so at once, in one piece: the table may be another one later, and
   * its file closed. @throws configuration.invalid where the table is damaged
   */
  async read<T>(use: (table: RuleTable) => T): Promise<T> {
    const version = await this.#store.version();
    if (this.#table?.version !== version) await this.#turn();
    return use(this.#table ?? (await this.#turn()));
  }

  close(): void {
    this.#closed = true;
    this.#table?.imported?.close();
    this.#table = undefined;
  }

  /** Whoever finds the version changed waits for the one who turns already. */
  #turn(): Promise<OpenTable> {
    this.#turning ??= this.#open().finally(() => (this.#turning = undefined));
    return this.#turning;
  }

  async #open(): Promise<OpenTable> {
    for (let attempt = 1; ; attempt++) {
      const state = await this.#store.state();
      try {
        return this.#replace(state);
      } catch (error) {
        if (attempt >= attempts || this.#closed || !hasCode(error, 'configuration.invalid')) throw error;
      }
    }
  }

  /** In one piece: nobody sees anything between the old table and the new one. */
  #replace({ version, file, edits }: TableState): OpenTable {
    const before = this.#table;
    const imported =
      before !== undefined && before.file === file ? before.imported : openFile(this.#database.folder, file);
    const rules = new LayeredRules(imported ?? new MemoryRules([]), edits);
    this.#table = { version, file, imported, rules };
    if (before?.imported !== imported) before?.imported?.close();
    return this.#table;
  }
}

const openFile = (folder: string, file: string | undefined) =>
  file === undefined ? undefined : new FileRules(ruleFilePath(folder, file));
