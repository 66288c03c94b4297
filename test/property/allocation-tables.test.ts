import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { removeRule, setRule, withTable } from '../../local-servers/allocation/operator.ts';
import { choose } from '../../local-servers/allocation/rules/choose.ts';
import { groupKey, groupOf } from '../../local-servers/allocation/rules/group.ts';
import type { Told } from '../../local-servers/allocation/rules/match.ts';
import type { AllocationRule } from '../../local-servers/allocation/rules/rule.ts';
import type { RuleSource } from '../../local-servers/allocation/rules/rule-source.ts';
import {
  openAllocationDatabase,
  type AllocationDatabase,
} from '../../local-servers/allocation/store/allocation-store.ts';
import { exportTable } from '../../local-servers/allocation/table/export-table.ts';
import { allocationTarget } from '../support/allocation-target.ts';
import {
  anyMatch,
  device,
  importCsv,
  importRules,
  matchingOf,
  operatorContext,
  spreadOver,
  table,
} from '../support/allocation-tables.ts';

let folder: string;
let database: AllocationDatabase;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'naviterm-tables-'));
  database = await openAllocationDatabase(folder);
});
afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

const targets = spreadOver([
  ...['a', 'b'].map((serverId) => allocationTarget({ serverId })),
  // Of the same id with another key: what a row calls it is another name.
  allocationTarget({ serverId: 'a', staticKey: 'B'.repeat(43) }),
]).filter((some) => new Set(some.map(({ serverId }) => serverId)).size === some.length);
const rules = table(anyMatch, targets, 12);

const names = (found: Iterable<AllocationRule>) => [...found].map(({ name }) => name);

/** What holds of every look-up, whatever lies behind it. */
function expectLookUps(source: RuleSource, all: readonly AllocationRule[], told: Told): void {
  const expected = matchingOf(all, told);
  const ofOneMaker = new Set(expected.map(({ match }) => match.makerId)).size <= 1;
  if (told.makerId !== undefined || ofOneMaker) expect(names(source.candidates(told))).toEqual(names(expected));
  else expect(names(source.candidates(told)).toSorted()).toEqual(names(expected).toSorted());
  const choice = choose(source, told);
  if ('rule' in choice) expect(choice.rule).toEqual(expected[0]);
  else if (told.makerId !== undefined) {
    expect(expected).toEqual([]);
    const known = all.some(({ match: { makerId, makerPrefix } }) =>
      makerId === undefined ? told.makerId?.startsWith(makerPrefix ?? '') : makerId === told.makerId,
    );
    expect(choice.refusal.code).toBe(known ? 'allocation.model-unknown' : 'allocation.maker-unknown');
  } else expect(expected.length === 0 || !ofOneMaker).toBe(true);
}

/** What servers are told, with and without the maker, and before the second part. */
const tellings = ({ makerId, modelId, hardwareNumber }: Required<Told>): Told[] => [
  { makerId, modelId, hardwareNumber },
  { modelId, hardwareNumber },
  { makerId },
];

test('an imported table gives what looking at every rule gives, also after rules were set and removed', async () => {
  const changes = fc.record({ set: rules.map((some) => some.slice(0, 4)), removed: fc.subarray([0, 2, 4, 6, 8]) });
  const property = fc.asyncProperty(
    rules,
    changes,
    fc.array(device, { minLength: 5 }),
    async (all, change, devices) => {
      await importRules(database, all);
      await withTable(database, (read) => {
        expect(read.rules.count).toBe(all.length);
        for (const told of devices.flatMap(tellings)) expectLookUps(read.rules, all, told);
      });
      const now = new Map(all.map((rule) => [rule.name, rule]));
      for (const rule of change.set) {
        await setRule(operatorContext, database, rule);
        now.set(rule.name, rule);
      }
      for (const index of change.removed) {
        const gone = await removeRule(operatorContext, database, `rule-${index}`);
        expect(gone !== undefined).toBe(now.delete(`rule-${index}`));
      }
      await withTable(database, (read) => {
        expect(read.rules.count).toBe(now.size);
        for (const told of devices.flatMap(tellings)) expectLookUps(read.rules, [...now.values()], told);
      });
    },
  );
  await fc.assert(property, { numRuns: 60 });
});

test('what was exported is imported as the same table, and a comparison counts what differs', async () => {
  const property = fc.asyncProperty(rules, rules, async (before, after) => {
    await importRules(database, before);
    for (const rule of before.slice(0, 2)) await setRule(operatorContext, database, { ...rule, match: {} });
    const held = [...before.slice(0, 2).map((rule) => ({ ...rule, match: {} })), ...before.slice(2)];
    const exported = await writtenOut(database);
    const again = await importCsv(database, exported.csv, { servers: exported.servers, dryRun: true });
    expect(again).toEqual({ rules: before.length, version: undefined, added: 0, removed: 0, changed: 0 });

    const changed = after.filter((rule) => {
      const other = held.find(({ name }) => name === rule.name);
      return other !== undefined && JSON.stringify(sorted(other)) !== JSON.stringify(sorted(rule));
    });
    await importRules(database, after);
    const last = await database.get<{ details: string }>('SELECT details FROM audit ORDER BY seq DESC LIMIT 1');
    expect(JSON.parse(last?.details ?? '')).toMatchObject({
      rules: after.length,
      added: Math.max(0, after.length - before.length),
      removed: Math.max(0, before.length - after.length),
      changed: changed.length,
    });
    await withTable(database, (read) => expect([...read.rules.all()]).toEqual(after));
  });
  await fc.assert(property, { numRuns: 40 });
});

const sorted = ({ name, match, targets: to }: AllocationRule) => [name, groupKey(groupOf(match)), match.serials, to];

async function writtenOut(of: AllocationDatabase) {
  const parts: Buffer[] = [];
  const csv = new Writable({
    write(chunk: Buffer, _encoding, done) {
      parts.push(chunk);
      done();
    },
  });
  const { servers } = await exportTable(of, csv);
  return { csv: Buffer.concat(parts).toString('utf8'), servers };
}
