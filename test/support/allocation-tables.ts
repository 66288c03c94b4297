import { Readable } from 'node:stream';
import fc from 'fast-check';
import { compareSpecificity } from '../../local-servers/allocation/rules/specificity.ts';
import { mismatch, type Told } from '../../local-servers/allocation/rules/match.ts';
import type { AllocationRule, AllocationTarget, RuleMatch } from '../../local-servers/allocation/rules/rule.ts';
import type { AllocationDatabase } from '../../local-servers/allocation/store/allocation-store.ts';
import {
  importTable,
  type ImportOptions,
  type ImportResult,
} from '../../local-servers/allocation/table/import-table.ts';
import { columns, writeRow } from '../../local-servers/allocation/table/rule-columns.ts';
import { ServerNames } from '../../local-servers/allocation/table/server-names.ts';
import { pino } from 'pino';
import { TestClock } from './test-clock.ts';

/** Whose work on a table the audit trail records. */
export const operatorContext = { clock: new TestClock(), logger: pino({ level: 'silent' }) };

/** CSV with the table's columns above it. */
export const csvOf = (...rows: readonly (readonly string[])[]): string =>
  [columns, ...rows].map((cells) => `${cells.join(',')}\n`).join('');

/** A row of a table: `row('r1', { makerId: 'acme' }, 'auth-1')`. */
export const row = (name: string, match: RuleMatch, servers: string): string[] =>
  writeRow({ name, match, targets: [] }, servers);

export function importCsv(
  database: AllocationDatabase,
  csv: string,
  options: Omit<ImportOptions, 'csv'> = {},
): Promise<ImportResult> {
  return importTable(operatorContext, database, { ...options, csv: Readable.from([Buffer.from(csv)]) });
}

/** Imports rules that are there as values, as their export would be imported. @returns the new version */
export async function importRules(database: AllocationDatabase, rules: readonly AllocationRule[]): Promise<number> {
  const names = new ServerNames();
  const csv = csvOf(...rules.map((rule) => writeRow(rule, names.write(rule.targets))));
  const servers = [...names.entries()].map(([as, facts]) => ({ ...facts, as }));
  const result = await importCsv(database, csv, { servers });
  if ('faults' in result || result.version === undefined) throw new Error(JSON.stringify(result));
  return result.version;
}

/** What a look-up must find, worked out by looking at every rule. */
export const matchingOf = (rules: readonly AllocationRule[], told: Told): AllocationRule[] =>
  rules.filter(({ match }) => mismatch(match, told) === undefined).toSorted(compareSpecificity);

const id = fc.stringMatching(/^[ab]{1,3}$/);
/** Of two lengths, so that ranges reach from shorter numbers into longer ones. */
const serial = fc.stringMatching(/^[0-3]{1,2}$/);
export const device = fc.record({ makerId: id, modelId: id, hardwareNumber: serial });

const exactOr = (exact: string, prefix: string) =>
  fc.oneof(
    { weight: 2, arbitrary: fc.constant<RuleMatch>({}) },
    id.map((text): RuleMatch => ({ [exact]: text })),
    id.map((text): RuleMatch => ({ [prefix]: text })),
  );
/** Whom a rule is for, as far as the maker says it. */
export const makerMatch = exactOr('makerId', 'makerPrefix');
const serials = fc
  .tuple(serial, serial)
  .map((ends) => ends.toSorted((a, b) => a.length - b.length || (a < b ? -1 : 1)))
  .map(([from = '0', to = '0']): RuleMatch => ({ serials: { from, to } }));
/** Exact, by prefix, by range, and all at once. */
export const anyMatch = fc
  .tuple(makerMatch, exactOr('modelId', 'modelPrefix'), fc.oneof(fc.constant<RuleMatch>({}), serials))
  .map(([maker, model, range]): RuleMatch => ({ ...maker, ...model, ...range }));

/** Several of these servers, with weights; at least one counts. */
export const spreadOver = (targets: readonly AllocationTarget[]): fc.Arbitrary<AllocationTarget[]> =>
  fc
    .subarray([...targets], { minLength: 1 })
    .chain((some) =>
      fc
        .array(fc.nat({ max: 5 }), { minLength: some.length, maxLength: some.length })
        .map((weights) =>
          some.map((target, index) => ({ ...target, weight: (weights[index] ?? 0) + (index === 0 ? 1 : 0) })),
        ),
    );

/** A table whose rules are named in their order. */
export const table = (
  match: fc.Arbitrary<RuleMatch>,
  targets: fc.Arbitrary<AllocationTarget[]>,
  maxLength: number,
): fc.Arbitrary<AllocationRule[]> =>
  fc
    .array(fc.tuple(match, targets), { maxLength })
    .map((rules) => rules.map(([of, to], index) => ({ name: `rule-${index}`, match: of, targets: to })));
