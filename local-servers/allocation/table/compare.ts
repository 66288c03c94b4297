import type { SqliteConnection } from '../../kit/storage/sqlite-connection.ts';
import type { Edit } from '../rules/layered-rules.ts';
import { digestOfRule, digestOfTargets } from '../store/rule-file-builder.ts';

/** How a new table differs from the one before, rule by rule, by their names. */
export interface Difference {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
}

/** The table in use: the file of what was imported, and what was set or removed since. */
export interface TableBefore {
  readonly path: string | undefined;
  readonly edits: readonly Edit[];
}

/** Compares the table that was just built with the one before it, by two indexes side by side. */
export function compareTables(built: SqliteConnection, rules: number, { path, edits }: TableBefore): Difference {
  let before = 0;
  let kept = 0;
  let changed = 0;
  if (path !== undefined) {
    built.run('ATTACH DATABASE ? AS before', [path]);
    const sums = built.get<{ kept: number; changed: number }>(
      `SELECT count(*) AS kept, COALESCE(sum(n.digest <> b.digest), 0) AS changed
       FROM main.rules n JOIN before.rules b ON b.name = n.name`,
      [],
    );
    before = built.get<{ rules: number }>('SELECT rules FROM before.facts', [])?.rules ?? 0;
    kept = sums?.kept ?? 0;
    changed = sums?.changed ?? 0;
  }
  for (const { name, rule } of edits) {
    // What the file says of the name does not hold any more: it is taken back, and counted as it is.
    const now = digestIn(built, 'main', name);
    const imported = path === undefined ? undefined : digestIn(built, 'before', name);
    const edited = rule === undefined ? undefined : digestOfRule(rule.match, digestOfTargets(rule.targets));
    before += Number(edited !== undefined) - Number(imported !== undefined);
    if (now === undefined) continue;
    kept += Number(edited !== undefined) - Number(imported !== undefined);
    changed += Number(edited !== undefined && edited !== now) - Number(imported !== undefined && imported !== now);
  }
  return { added: rules - kept, removed: before - kept, changed };
}

function digestIn(built: SqliteConnection, schema: 'main' | 'before', name: string): string | undefined {
  return built.get<{ digest: string }>(`SELECT digest FROM ${schema}.rules WHERE name = ?`, [name])?.digest;
}
