import type { Readable } from 'node:stream';
import { CodedError, hasCode } from '../../../src/errors/coded-error.ts';
import { createAudit } from '../../kit/audit.ts';
import type { OperatorContext } from '../operator-context.ts';
import { SqlAllocationStore, type AllocationDatabase, type TableState } from '../store/allocation-store.ts';
import { RuleFileBuilder, type RowFault } from '../store/rule-file-builder.ts';
import {
  flushFile,
  nameRuleFile,
  newTablePath,
  removeAbandonedFiles,
  removeUnfinishedFile,
  removeUnusedFiles,
  ruleFilePath,
} from '../store/rule-files.ts';
import { RuleReader } from '../store/rule-reader.ts';
import { compareTables, type Difference } from './compare.ts';
import { readCsv } from './read-csv.ts';
import { RowReader } from './rule-columns.ts';
import { ServerNames } from './server-names.ts';
import type { ServersFile } from './servers-file.ts';

/** Faults that are listed; the reading ends when there are so many. */
export const maximumFaults = 100;

/** Rows between two words on how far the reading is. */
const rowsPerWord = 10_000;

export interface ImportOptions {
  /** The table as CSV: `columns` of rule-columns.ts. */
  readonly csv: Readable;
  /** What the rows' servers are, beside those that the table in use leads to; these go before. */
  readonly servers?: ServersFile;
  /** Says what would change, and changes nothing. */
  readonly dryRun?: boolean;
  readonly onProgress?: (progress: ImportProgress) => void;
}

export interface ImportProgress {
  readonly step: 'reading' | 'sorting names' | 'laying out ranges' | 'comparing' | 'flushing';
  /** Rows that this step has done so far. */
  readonly rows: number;
}

/** What an import came to: the new table's facts, or every fault that was found, by their lines. */
export type ImportResult =
  | ({ readonly rules: number; readonly version: number | undefined } & Difference)
  | { readonly faults: readonly RowFault[]; readonly more: boolean };

/**
 * Puts a whole new table in the place of the one in use, at once and in one piece: whoever is answered meanwhile is
 * answered by the old table or by the new one. A killed import leaves the old one.
 * @throws request.malformed where the table was changed meanwhile, or the file is no CSV
 */
export async function importTable(
  context: OperatorContext,
  database: AllocationDatabase,
  options: ImportOptions,
): Promise<ImportResult> {
  const { folder } = database;
  await removeAbandonedFiles(folder);
  const before = await new SqlAllocationStore(database).state();
  const { names, comparable } = await serversBefore(database, before);
  for (const { as, ...facts } of options.servers ?? []) names.give(as ?? facts.serverId, facts);
  const path = newTablePath(folder);
  const builder = new RuleFileBuilder(path);
  try {
    const faults = await fill(builder, names, options);
    if (faults.length > 0) return { faults: faults.slice(0, maximumFaults), more: faults.length >= maximumFaults };
    const rules = builder.rules;
    options.onProgress?.({ step: 'comparing', rows: rules });
    const difference = compareTables(builder.seal(), rules, {
      path: before.file === undefined || !comparable ? undefined : ruleFilePath(folder, before.file),
      edits: before.edits,
    });
    builder.close();
    if (options.dryRun === true) return { rules, version: undefined, ...difference };
    options.onProgress?.({ step: 'flushing', rows: rules });
    await flushFile(path);
    return { rules, version: await switchOver(context, database, { before, path, rules, difference }), ...difference };
  } finally {
    builder.close();
    await removeUnfinishedFile(path);
  }
}

/** What the table in use says of servers. One that is damaged or gone must not stand in the way of another. */
async function serversBefore(
  database: AllocationDatabase,
  { edits }: TableState,
): Promise<{ readonly names: ServerNames; readonly comparable: boolean }> {
  const reader = new RuleReader(database);
  const set = edits.flatMap(({ rule }) => rule ?? []);
  try {
    return await reader.read((table) => ({ names: ServerNames.of(table, set), comparable: true }));
  } catch (error) {
    if (!hasCode(error, 'configuration.invalid')) throw error;
    return { names: ServerNames.of({ imported: undefined }, set), comparable: false };
  } finally {
    reader.close();
  }
}

/** Reads the rows into the file, and checks them one by one and against each other. */
async function fill(builder: RuleFileBuilder, names: ServerNames, options: ImportOptions): Promise<RowFault[]> {
  const faults: RowFault[] = [];
  let header: RowReader | undefined;
  let stopped = false;
  const note = (line: number, error: unknown) => {
    if (!hasCode(error, 'request.malformed')) throw error;
    faults.push({ line, problem: error.detail ?? error.message });
    // Without columns no row can be read.
    stopped = faults.length >= maximumFaults || header === undefined;
    if (stopped) throw error;
  };
  for (const [name, facts] of names.entries()) builder.addServer(name, facts);
  const onRow = (cells: readonly string[], line: number) => {
    try {
      if (header === undefined) header = new RowReader(cells);
      else {
        const { servers, ...rule } = header.read(cells);
        builder.add(line, rule, names.read(servers));
      }
    } catch (error) {
      note(line, error);
    }
    if (line % rowsPerWord === 0) options.onProgress?.({ step: 'reading', rows: line });
  };
  try {
    await readCsv(options.csv, onRow);
    if (header === undefined) note(1, new CodedError('request.malformed', { detail: 'there is no line with columns' }));
  } catch (error) {
    if (stopped) return faults;
    if (!hasCode(error, 'request.malformed')) throw error;
    const line = Number(error.info?.['line'] ?? 0);
    return [...faults, { line, problem: error.detail ?? error.message }];
  }
  const rows = builder.rules;
  options.onProgress?.({ step: 'sorting names', rows });
  faults.push(...builder.indexNames(maximumFaults - faults.length));
  if (faults.length > 0) return faults.toSorted((a, b) => a.line - b.line);
  options.onProgress?.({ step: 'laying out ranges', rows: 0 });
  return builder.layOutRanges(maximumFaults, (done) => options.onProgress?.({ step: 'laying out ranges', rows: done }));
}

interface Built {
  readonly before: TableState;
  readonly path: string;
  readonly rules: number;
  readonly difference: Difference;
}

async function switchOver(
  context: OperatorContext,
  database: AllocationDatabase,
  { before, path, rules, difference }: Built,
): Promise<number> {
  const { folder } = database;
  const version = await database.transaction(async (tx) => {
    const store = new SqlAllocationStore(tx);
    if ((await store.version()) !== before.version) {
      throw new CodedError('request.malformed', { detail: 'the table was changed meanwhile: import again' });
    }
    const file = await nameRuleFile(folder, path);
    const next = await store.replace(file, rules);
    await store.keepOnly(file, before.file);
    const details = { version: next, rules, ...difference };
    await createAudit(context).record(tx, { action: 'allocation.import', outcome: 'ok', details });
    return next;
  });
  await database.transaction(async (tx) => {
    const used = (await new SqlAllocationStore(tx).versions()).flatMap(({ file }) => file ?? []);
    await removeUnusedFiles(folder, new Set(used));
  });
  return version;
}
