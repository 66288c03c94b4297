import type { FirstAllocationInformation, SecondAllocationInformation } from '../../src/contract/allocation.ts';
import type { ErrorCode } from '../../src/errors/codes.ts';
import { createAudit } from '../kit/audit.ts';
import type { RoleContext } from '../kit/role-context.ts';
import type { SqlDatabase } from '../kit/storage/database.ts';
import { spreadKey } from './conversations/allocate.ts';
import { choose } from './rules/choose.ts';
import type { Told } from './rules/match.ts';
import { checkRule, type AllocationRule } from './rules/rule.ts';
import { spread } from './rules/spread.ts';
import { SqlAllocationStore, type RuleTable } from './store/allocation-store.ts';

type OperatorContext = Pick<RoleContext<unknown>, 'clock' | 'logger'>;

/**
 * Adds a rule, or replaces the one of its name; a running server uses it from its next answer on.
 * @returns the table's new version
 * @throws request.malformed naming what does not fit
 */
export async function setRule(context: OperatorContext, database: SqlDatabase, rule: AllocationRule): Promise<number> {
  const checked = checkRule(rule);
  return database.transaction(async (tx) => {
    const version = await new SqlAllocationStore(tx).put(checked);
    const details = { version, rule: checked };
    await createAudit(context).record(tx, { action: 'allocation.set', outcome: 'ok', subject: rule.name, details });
    return version;
  });
}

/** @returns the table's new version; undefined where there was no rule of this name, and nothing changed. */
export function removeRule(context: OperatorContext, database: SqlDatabase, name: string): Promise<number | undefined> {
  return database.transaction(async (tx) => {
    const version = await new SqlAllocationStore(tx).remove(name);
    if (version !== undefined) {
      const details = { version };
      await createAudit(context).record(tx, { action: 'allocation.remove', outcome: 'ok', subject: name, details });
    }
    return version;
  });
}

/** The whole table with its version. */
export function listRules(database: SqlDatabase): Promise<RuleTable> {
  return new SqlAllocationStore(database).table();
}

/** What a terminal would be answered, and why. */
export interface Explanation {
  readonly version: number;
  /** Every rule, the most specific first; `mismatch` says why one is not for this terminal. */
  readonly considered: readonly { readonly rule: string; readonly mismatch?: string }[];
  /** The rule that wins: the first one without a mismatch. */
  readonly rule?: string;
  /** Its servers, each with its share of all terminals (0 to 1). */
  readonly servers?: readonly { readonly serverId: string; readonly share: number }[];
  /** The server that this terminal gets; absent where several share terminals that cannot be told apart yet. */
  readonly serverId?: string;
  readonly refusal?: { readonly code: ErrorCode; readonly detail: string };
}

/** Works out an answer without giving it. Either part may be left out, as it is when a server does not ask for it. */
export async function explain(
  database: SqlDatabase,
  first?: FirstAllocationInformation,
  second?: SecondAllocationInformation,
): Promise<Explanation> {
  const { version, rules } = await listRules(database);
  const told: Told = { ...first, ...second };
  const { considered, outcome } = choose(rules, told);
  const base = { version, considered: considered.map(({ rule, ...reason }) => ({ rule: rule.name, ...reason })) };
  if ('refusal' in outcome) {
    const { code, detail, message } = outcome.refusal;
    return { ...base, refusal: { code, detail: detail ?? message } };
  }
  const { targets, name } = outcome.rule;
  const total = targets.reduce((sum, { weight }) => sum + weight, 0);
  const servers = targets.map(({ serverId, weight }) => ({ serverId, share: weight / total }));
  const key = spreadKey(told);
  const only = servers.find(({ share }) => share === 1)?.serverId;
  const serverId = key === undefined ? only : spread(targets, key)?.serverId;
  return { ...base, rule: name, servers, ...(serverId === undefined ? {} : { serverId }) };
}
