import { CodedError } from '../../../src/errors/coded-error.ts';
import type { AllocationRule, RuleMatch } from '../../allocation/rules/rule.ts';
import type { AllocationDatabase } from '../../allocation/store/allocation-store.ts';
import { exists } from '../installation/files.ts';
import type { CommandEnvironment } from './environment.ts';

export const allocationStages = ['first', 'second'] as const;
export type AllocationStage = (typeof allocationStages)[number];

/** @throws request.malformed */
export function checkStage(stage: string): AllocationStage {
  if (stage === 'first' || stage === 'second') return stage;
  throw new CodedError('request.malformed', { detail: 'the stage is "first" or "second"' });
}

/** Works on the rules of the installation's first or second allocation server; it may run meanwhile. */
export async function withRules<T>(
  environment: CommandEnvironment,
  stage: AllocationStage,
  work: (database: AllocationDatabase) => Promise<T>,
): Promise<T> {
  const { openAllocationDatabase } = await import('../../allocation/store/allocation-store.ts');
  const database = await openAllocationDatabase(environment.paths().role(`${stage}-allocation`));
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

export async function installedStages(environment: CommandEnvironment): Promise<AllocationStage[]> {
  const installed: AllocationStage[] = [];
  for (const stage of allocationStages) {
    if (await exists(environment.paths().roleFile(`${stage}-allocation`))) installed.push(stage);
  }
  return installed;
}

// Operators' functions are loaded when a command needs them: the others start at once.
export const operator = () => import('../../allocation/operator.ts');

/** 12,345 */
export const inWords = (number: number): string => number.toLocaleString('en-US');

export function describeMatch({ makerId, makerPrefix, modelId, modelPrefix, serials }: RuleMatch): string {
  const side = (what: string, exact: string | undefined, prefix: string | undefined) =>
    exact !== undefined ? `${what} ${exact}` : prefix !== undefined ? `${what} ${prefix}…` : undefined;
  const parts = [
    side('maker', makerId, makerPrefix),
    side('model', modelId, modelPrefix),
    serials === undefined ? undefined : `${serials.from} to ${serials.to}`,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? 'everybody' : parts.join(', ');
}

export const describeRule = ({ name, match, targets }: AllocationRule): string =>
  `${name}: ${describeMatch(match)} → ${targets.map(({ serverId, role, weight }) => `${serverId} (${role}, weight ${weight})`).join(', ')}`;
