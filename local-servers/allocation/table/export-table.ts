import { createWriteStream } from 'node:fs';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import type { RuleSource } from '../rules/rule-source.ts';
import type { AllocationDatabase } from '../store/allocation-store.ts';
import { RuleReader } from '../store/rule-reader.ts';
import { columns, writeRow } from './rule-columns.ts';
import { ServerNames } from './server-names.ts';
import type { ServersFile } from './servers-file.ts';

export interface ExportedTable {
  readonly version: number;
  readonly rules: number;
  /** What the rows' servers are, as `importTable` takes them. */
  readonly servers: ServersFile;
}

/** Writes the whole table as CSV, row by row: importing it gives the same table. */
export async function exportTable(database: AllocationDatabase, csv: Writable): Promise<ExportedTable> {
  // A reader of its own, which nobody else turns to another table: its file stays the one that was opened.
  const reader = new RuleReader(database);
  try {
    const { version, rules, names } = await reader.read((table) => ({
      version: table.version,
      rules: table.rules,
      names: ServerNames.of(table, []),
    }));
    await pipeline(Readable.from(rowsOf(rules, names)), stringify(), csv);
    const servers = [...names.entries()].map(([name, facts]) =>
      name === facts.serverId ? facts : { ...facts, as: name },
    );
    return { version, rules: rules.count, servers };
  } finally {
    reader.close();
  }
}

function* rowsOf(rules: RuleSource, names: ServerNames): Iterable<string[]> {
  yield [...columns];
  for (const rule of rules.all()) yield writeRow(rule, names.write(rule.targets));
}

/** A new file for the table, of its owner alone; never over another one. */
export const newCsvFile = (path: string): Writable =>
  createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true });
