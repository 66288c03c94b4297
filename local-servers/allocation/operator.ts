import { CodedError } from '../../src/errors/coded-error.ts';
import { createAudit } from '../kit/audit.ts';
import type { SqlTransaction } from '../kit/storage/database.ts';
import type { OperatorContext } from './operator-context.ts';
import { checkRule, type AllocationRule } from './rules/rule.ts';
import { SqlAllocationStore, type AllocationDatabase, type TableVersion } from './store/allocation-store.ts';
import { RuleReader, type RuleTable } from './store/rule-reader.ts';

/** Rules that `listRules` gives unless told otherwise. */
export const listedRules = 1_000;

/**
 * Adds a rule, or replaces the one of its name; a running server uses it from its next answer on.
 * @returns the table's new version
 * @throws request.malformed naming what does not fit
 */
export async function setRule(
  context: OperatorContext,
  database: AllocationDatabase,
  rule: AllocationRule,
): Promise<number> {
  const checked = checkRule(rule);
  return database.transaction(async (tx) => {
    const version = await new SqlAllocationStore(tx).put(checked);
    await record(context, tx, 'allocation.set', { version, rule: checked }, rule.name);
    return version;
  });
}

/** @returns the table's new version; undefined where there was no rule of this name, and nothing changed. */
export async function removeRule(
  context: OperatorContext,
  database: AllocationDatabase,
  name: string,
): Promise<number | undefined> {
  const isImported = await withTable(database, ({ imported }) => imported?.find(name) !== undefined);
  return database.transaction(async (tx) => {
    const store = new SqlAllocationStore(tx);
    const edit = (await store.state()).edits.find((other) => other.name === name);
    if (edit === undefined ? !isImported : edit.rule === undefined) return undefined;
    const version = await store.remove(name, { isImported });
    await record(context, tx, 'allocation.remove', { version }, name);
    return version;
  });
}

/** The table with its version: how many rules it has, and the first of them. */
export interface ListedRules {
  readonly version: number;
  readonly count: number;
  readonly rules: readonly AllocationRule[];
}

export function listRules(database: AllocationDatabase, limit = listedRules): Promise<ListedRules> {
  return withTable(database, ({ version, rules }) => {
    const listed: AllocationRule[] = [];
    for (const rule of rules.all()) {
      if (listed.length >= limit) break;
      listed.push(rule);
    }
    return { version, count: rules.count, rules: listed };
  });
}

/** The versions that can be gone back to, the newest first: back to the import before the last one. */
export function listVersions(database: AllocationDatabase): Promise<TableVersion[]> {
  return new SqlAllocationStore(database).versions();
}

/**
 * Makes the table what it was at an earlier version, by default the one before; that is a new version (G2: versions only
 * count up), and can be undone likewise.
 * @throws request.malformed where that version is not kept any more
 */
export function rollBack(
  context: OperatorContext,
  database: AllocationDatabase,
  to?: number,
): Promise<{ readonly version: number; readonly restored: number }> {
  return database.transaction(async (tx) => {
    const store = new SqlAllocationStore(tx);
    const restored = to ?? (await store.version()) - 1;
    const version = await store.restore(restored);
    if (version === undefined) {
      const detail = `version ${restored} of the table is not kept; "allocation versions" lists those that are`;
      throw new CodedError('request.malformed', { detail });
    }
    await record(context, tx, 'allocation.roll-back', { version, restored });
    return { version, restored };
  });
}

/** Looks at the committed table once. */
export async function withTable<T>(database: AllocationDatabase, use: (table: RuleTable) => T): Promise<T> {
  const reader = new RuleReader(database);
  try {
    return await reader.read(use);
  } finally {
    reader.close();
  }
}

async function record(
  context: OperatorContext,
  tx: SqlTransaction,
  action: string,
  details: object,
  subject?: string,
): Promise<void> {
  const event = { action, outcome: 'ok', details } as const;
  await createAudit(context).record(tx, subject === undefined ? event : { ...event, subject });
}
