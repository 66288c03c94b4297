import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect } from 'vitest';
import type { Step } from './recording.ts';

/** Something that a server told whoever asked for it, and the rows that must be there from then on. */
export interface Acknowledged {
  readonly name: string;
  readonly rows: readonly KeptRow[];
}

export interface KeptRow {
  /** Below the installation's folder: `accounts/accounts.sqlite`. */
  readonly store: string;
  /** Selects at least one row. */
  readonly sql: string;
  /** A running server forgets it after some minutes. */
  readonly expires: boolean;
}

/** In a recording: when somebody asked, and when the answer, or the command's end, had come. */
export type AcknowledgementNote =
  { readonly asked: string } | { readonly answered: Acknowledged; readonly by: 'server' | 'command' };

/**
 * What had been acknowledged in the first `after` steps. A server's answer had left when it wrote to its caller for the last
 * time before the caller had it all; a command has told nothing before its end.
 */
export function acknowledgedIn(steps: readonly Step[], after: number): Acknowledged[] {
  const found: Acknowledged[] = [];
  let asked = 0;
  for (const [index, step] of steps.entries()) {
    if (step.kind !== 'noted') continue;
    const note = step.note as AcknowledgementNote;
    if ('asked' in note) {
      asked = index;
      continue;
    }
    const sent = steps.slice(asked, index).findLastIndex(({ kind }) => kind === 'sent');
    const told = note.by === 'command' || sent < 0 ? index : asked + sent;
    if (told < after) found.push(note.answered);
  }
  return found;
}

/** Every store opens, is whole, and holds what was acknowledged. */
export function checkStores(data: string, stores: readonly string[], acknowledged: readonly Acknowledged[]): void {
  for (const store of stores) {
    const path = join(data, store);
    const rows = acknowledged.flatMap(({ name, rows: kept }) =>
      kept.filter((row) => row.store === store).map(({ sql }) => ({ name, sql })),
    );
    if (!existsSync(path) && rows.length === 0) continue;
    expect(existsSync(path), `${store} is there`).toBe(true);
    const database = new Sqlite(path);
    try {
      expect(database.pragma('integrity_check', { simple: true }), store).toBe('ok');
      expect(database.pragma('foreign_key_check'), store).toEqual([]);
      for (const { name, sql } of rows) expect(database.prepare(sql).get(), `${name}: ${sql}`).toBeDefined();
    } finally {
      database.close();
    }
  }
}

export function countRows(data: string, store: string, table: string): number {
  const database = new Sqlite(join(data, store));
  try {
    return database.prepare<[], { n: number }>(`SELECT COUNT(*) AS n FROM ${table}`).get()?.n ?? 0;
  } finally {
    database.close();
  }
}
