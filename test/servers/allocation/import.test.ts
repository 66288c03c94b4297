import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { explain } from '../../../local-servers/allocation/explain.ts';
import { listRules, listVersions, removeRule, rollBack, setRule } from '../../../local-servers/allocation/operator.ts';
import {
  openAllocationDatabase,
  type AllocationDatabase,
} from '../../../local-servers/allocation/store/allocation-store.ts';
import { maximumFaults } from '../../../local-servers/allocation/table/import-table.ts';
import { allocationTarget } from '../../support/allocation-target.ts';
import { csvOf, importCsv, operatorContext, row } from '../../support/allocation-tables.ts';
import { codeOfRejection } from '../../support/coded.ts';

let folder: string;
let database: AllocationDatabase;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'naviterm-import-'));
  database = await openAllocationDatabase(folder);
});
afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

const { weight: _weight, ...auth1 } = allocationTarget({ serverId: 'auth-1' });
const servers = [auth1, { ...auth1, serverId: 'auth-2' }, { ...auth1, staticKey: 'B'.repeat(43), as: 'auth-1~2' }];
const serials = (from: string, to: string) => ({ serials: { from, to } });
const tableFiles = async () => (await readdir(folder)).filter((name) => /^(rules|table)/.test(name));

describe('an import', () => {
  it('takes the place of the whole table, and says what changed', async () => {
    await setRule(operatorContext, database, { name: 'old', match: {}, targets: [allocationTarget()] });
    const first = csvOf(row('a', { makerId: 'acme' }, 'auth-1*3 auth-2'), row('b', serials('1', '9'), 'auth-1~2'));
    expect(await importCsv(database, first, { servers })).toEqual({
      rules: 2,
      version: 3,
      added: 2,
      removed: 1,
      changed: 0,
    });
    const { rules } = await listRules(database);
    expect(rules.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(rules[0]?.targets.map(({ serverId, weight }) => [serverId, weight])).toEqual([
      ['auth-1', 3],
      ['auth-2', 1],
    ]);
    expect(rules[1]?.targets[0]?.staticKey).toBe('B'.repeat(43));
    // What the table in use says of the servers need not be said again.
    const second = csvOf(row('c', {}, 'auth-2'), row('b', serials('1', '8'), 'auth-1~2'));
    expect(await importCsv(database, second)).toMatchObject({ version: 4, added: 1, removed: 1, changed: 1 });
  });

  it('changes nothing in a dry run, and leaves nothing behind', async () => {
    const csv = csvOf(row('a', {}, 'auth-1'));
    expect(await importCsv(database, csv, { servers, dryRun: true })).toMatchObject({
      rules: 1,
      version: undefined,
      added: 1,
    });
    expect(await listRules(database)).toEqual({ version: 1, count: 0, rules: [] });
    expect(await tableFiles()).toEqual([]);
  });

  it('takes columns in any order, quotes, a byte order mark and the line ends of Windows', async () => {
    const csv = '\uFEFFservers,name\r\n"auth-1*2 auth-2",a\r\n\r\nauth-2,"b"\r\n';
    expect(await importCsv(database, csv, { servers })).toMatchObject({ rules: 2 });
    expect((await listRules(database)).rules.map(({ name, targets }) => [name, targets.length])).toEqual([
      ['a', 2],
      ['b', 1],
    ]);
  });

  it('names every line that does not fit, and changes nothing', async () => {
    const csv = csvOf(
      row('good', {}, 'auth-1'),
      row('A Name', {}, 'auth-1'),
      row('both', { makerId: 'a', makerPrefix: 'a' }, 'auth-1'),
      row('backwards', serials('10', '9'), 'auth-1'),
      ['half', '', '', '', '', '5', '', 'auth-1'],
      row('stranger', {}, 'auth-9'),
      row('nobody', {}, ''),
      row('weights', {}, 'auth-1*70000'),
      row('twice', {}, 'auth-1 auth-1~2'),
      ['short', ''],
    );
    const result = await importCsv(database, csv, { servers });
    const faults = 'faults' in result ? result.faults : [];
    expect(faults.map(({ line }) => line)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(faults[0]?.problem).toContain('name');
    expect(faults[1]?.problem).toBe('either a maker id or a prefix of it');
    expect(faults[2]?.problem).toBe('the range of hardware numbers ends before it begins');
    expect(faults[4]?.problem).toBe('no server is known as auth-9');
    expect(faults[8]?.problem).toBe('2 cells under 8 columns');
    expect((await listRules(database)).version).toBe(1);
    expect(await tableFiles()).toEqual([]);
  });

  it('names lines that do not go together: names that stand twice, too many overlaps', async () => {
    const twice = csvOf(row('a', {}, 'auth-1'), row('b', {}, 'auth-1'), row('a', {}, 'auth-1'));
    expect(await importCsv(database, twice, { servers })).toEqual({
      faults: [{ line: 4, problem: 'line 2 has the name a already' }],
      more: false,
    });
    const overlapping = Array.from({ length: 102 }, (_, index) =>
      row(`r${index}`, serials(String(100 + index), '999'), 'auth-1'),
    );
    const result = await importCsv(database, csvOf(...overlapping), { servers });
    expect('faults' in result && result.faults.map(({ line }) => line)).toEqual([102, 103]);
  });

  it('stops at a hundred faults', async () => {
    const rows = Array.from({ length: 300 }, (_, index) => row(`r${index}`, {}, 'auth-9'));
    const result = await importCsv(database, csvOf(...rows), { servers });
    expect('faults' in result && [result.faults.length, result.more]).toEqual([maximumFaults, true]);
  });

  it.each([
    ['no line at all', '', 1],
    ['an unknown column', 'name,servers,colour\n', 1],
    ['a column twice', 'name,servers,name\n', 1],
    ['no servers', 'name\n', 1],
    ['a quote that never ends', 'name,servers\na,auth-1\n"b,auth-1\nc,auth-1\n', 4],
    ['a row without end', `name,servers\n${'a'.repeat(20_000)}`, 2],
  ])('refuses a file with %s', async (_what, csv, line) => {
    const result = await importCsv(database, csv, { servers });
    expect('faults' in result && result.faults.map((fault) => fault.line)).toEqual([line]);
  });

  it('gives way to whoever changed the table meanwhile', async () => {
    let changed = false;
    const importing = importCsv(database, csvOf(row('a', {}, 'auth-1')), {
      servers,
      onProgress: ({ step }) => {
        if (step !== 'flushing' || changed) return;
        changed = true;
        void setRule(operatorContext, database, { name: 'b', match: {}, targets: [allocationTarget()] });
      },
    });
    expect(await codeOfRejection(importing)).toBe('request.malformed');
    expect((await listRules(database)).rules.map(({ name }) => name)).toEqual(['b']);
    expect(await tableFiles()).toEqual([]);
  });

  it('takes the place of a table whose file is damaged', async () => {
    await importCsv(database, csvOf(row('a', {}, 'auth-1')), { servers });
    const [file = ''] = await tableFiles();
    await writeFile(join(folder, file), 'no table at all');
    expect(await codeOfRejection(listRules(database))).toBe('configuration.invalid');
    expect(await importCsv(database, csvOf(row('b', {}, 'auth-1')), { servers })).toMatchObject({ rules: 1 });
    expect((await listRules(database)).rules.map(({ name }) => name)).toEqual(['b']);
  });

  it('clears away what killed imports left, and tables that no version rests on', async () => {
    await writeFile(join(folder, 'table.00000000-0000-0000-0000-000000000000.tmp'), 'half a table');
    for (const name of ['a', 'b', 'c', 'd']) await importCsv(database, csvOf(row(name, {}, 'auth-1')), { servers });
    expect(await tableFiles()).toHaveLength(2);
  });
});

describe('going back', () => {
  const acme = { name: 'acme', match: { makerId: 'acme' }, targets: [allocationTarget()] };
  const names = async () => (await listRules(database)).rules.map(({ name }) => name);

  it('undoes imports and single changes alike, each as a new version', async () => {
    await importCsv(database, csvOf(row('a', {}, 'auth-1'), row('b', {}, 'auth-1')), { servers });
    await setRule(operatorContext, database, acme);
    await removeRule(operatorContext, database, 'b');
    await importCsv(database, csvOf(row('c', {}, 'auth-1')));
    expect(await names()).toEqual(['c']);
    expect(await rollBack(operatorContext, database)).toEqual({ version: 6, restored: 4 });
    expect(await names()).toEqual(['a', 'acme']);
    expect(await rollBack(operatorContext, database, 2)).toEqual({ version: 7, restored: 2 });
    expect(await names()).toEqual(['a', 'b']);
    expect(await rollBack(operatorContext, database, 5)).toEqual({ version: 8, restored: 5 });
    expect(await names()).toEqual(['c']);
    expect((await listVersions(database)).map(({ version, change }) => `${version} ${change}`)).toEqual([
      '8 went back to version 5',
      '7 went back to version 2',
      '6 went back to version 4',
      '5 imported 1 rules',
      '4 removed b',
      '3 set acme',
      '2 imported 2 rules',
    ]);
  });

  it('reaches to the import before the last one, and no further', async () => {
    for (const name of ['a', 'b', 'c']) await importCsv(database, csvOf(row(name, {}, 'auth-1')), { servers });
    expect(await codeOfRejection(rollBack(operatorContext, database, 2))).toBe('request.malformed');
    await rollBack(operatorContext, database);
    expect(await names()).toEqual(['b']);
    // The table that was gone back to is the one that is kept beside the next.
    await importCsv(database, csvOf(row('d', {}, 'auth-1')));
    await rollBack(operatorContext, database);
    expect(await names()).toEqual(['b']);
  });
});

it('explaining an imported table names the winner, those that lose to it, and a rule that was asked about', async () => {
  const acme = { makerId: 'acme' };
  const csv = csvOf(
    row('wide', { ...acme, modelPrefix: 'N-', ...serials('SN000', 'SN999') }, 'auth-2'),
    row('narrow', { ...acme, modelPrefix: 'N-', ...serials('SN100', 'SN199') }, 'auth-1'),
    row('all', { ...acme, modelPrefix: 'N-' }, 'auth-2'),
    row('everybody', {}, 'auth-2'),
    row('elsewhere', { makerPrefix: 'b' }, 'auth-2'),
    ...Array.from({ length: 30 }, (_, index) => row(`other-${index}`, { makerId: `m${index}` }, 'auth-1')),
  );
  await importCsv(database, csv, { servers });
  await setRule(operatorContext, database, {
    name: 'exact',
    match: { ...acme, modelId: 'N-100', ...serials('SN000', 'SN050') },
    targets: [allocationTarget()],
  });
  const second = { modelId: 'N-100', hardwareNumber: 'SN150' };
  const { rule, rules, lost, mismatched, serverId } = await explain(database, { first: acme, second, about: 'exact' });
  expect({ rule, rules, serverId }).toEqual({ rule: 'narrow', rules: 36, serverId: 'auth-1' });
  expect(lost.map((other) => [other.rule, other.why])).toEqual([
    ['wide', 'the winner takes a narrower range of hardware numbers'],
    ['all', 'the winner takes a range of hardware numbers, not all of them'],
    ['everybody', 'the winner names the maker exactly'],
  ]);
  expect(mismatched.map((other) => other.why)).toEqual(['the hardware number is not from SN000 to SN050']);
});
