import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { ServerFacts } from '../rules/target-set.ts';
import { setRule, withTable } from '../operator.ts';
import type { OperatorContext } from '../operator-context.ts';
import type { AllocationRule } from '../rules/rule.ts';
import type { AllocationDatabase } from '../store/allocation-store.ts';
import { newUnfinishedPath } from '../store/rule-files.ts';
import { exportTable, newCsvFile } from './export-table.ts';
import { importTable } from './import-table.ts';

/** A server and its new keys. */
export type RenewedServer = Pick<ServerFacts, 'serverId' | 'staticKey' | 'signingKey'>;

/**
 * Leads terminals to a server under its new keys, in every rule that names it. A table that was imported is
 * written out and imported again, which takes as long as that takes.
 * @returns whether any rule changed
 */
export async function retarget(
  context: OperatorContext,
  database: AllocationDatabase,
  { serverId, staticKey, signingKey }: RenewedServer,
): Promise<boolean> {
  const moved = <T extends ServerFacts>(facts: T): T =>
    facts.serverId === serverId ? { ...facts, staticKey, signingKey } : facts;
  const { isImported, rules } = await withTable(database, ({ imported, rules: all }) => ({
    isImported: imported !== undefined,
    rules: imported === undefined ? [...all.all()].filter((rule) => names(rule, serverId)) : [],
  }));
  if (isImported) return retargetImported(context, database, moved);
  for (const rule of rules) await setRule(context, database, { ...rule, targets: rule.targets.map(moved) });
  return rules.length > 0;
}

const names = ({ targets }: AllocationRule, serverId: string) => targets.some((target) => target.serverId === serverId);

async function retargetImported(
  context: OperatorContext,
  database: AllocationDatabase,
  moved: <T extends ServerFacts>(facts: T) => T,
): Promise<boolean> {
  const path = newUnfinishedPath(database.folder);
  try {
    const { servers } = await exportTable(database, newCsvFile(path));
    const after = servers.map(moved);
    if (JSON.stringify(after) === JSON.stringify(servers)) return false;
    const csv = createReadStream(path, { highWaterMark: 256 * 1024 });
    return 'rules' in (await importTable(context, database, { csv, servers: after }));
  } finally {
    await rm(path, { force: true });
  }
}
