import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listRules, setRule } from '../../../local-servers/allocation/operator.ts';
import {
  openAllocationDatabase,
  type AllocationDatabase,
} from '../../../local-servers/allocation/store/allocation-store.ts';
import { retarget } from '../../../local-servers/allocation/table/retarget.ts';
import { allocationTarget } from '../../support/allocation-target.ts';
import { csvOf, importCsv, operatorContext, row } from '../../support/allocation-tables.ts';

let folder: string;
let database: AllocationDatabase;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'naviterm-retarget-'));
  database = await openAllocationDatabase(folder);
});
afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

const { weight: _weight, ...auth1 } = allocationTarget({ serverId: 'auth-1' });
const auth2 = { ...auth1, serverId: 'auth-2', endpoints: [{ url: 'https://two.example', priority: 0, weight: 1 }] };
const renewed = { serverId: 'auth-1', staticKey: 'C'.repeat(43), signingKey: 'D'.repeat(43) };
const keysOf = async () => {
  const { rules } = await listRules(database);
  return rules.map(({ name, targets }) => [
    name,
    ...targets.map(({ serverId, staticKey, signingKey, weight }) => [serverId, staticKey, signingKey, weight]),
  ]);
};

describe('new keys of a server', () => {
  it('stand in every rule of an imported table that names it, and nothing else changes', async () => {
    const serials = { serials: { from: '100', to: '199' } };
    const csv = csvOf(
      row('a', { makerId: 'acme' }, 'auth-1*3 auth-2'),
      row('b', serials, 'auth-1~2'),
      row('c', {}, 'auth-2'),
    );
    // The same server a second time, at another address: its keys are new there, too.
    const elsewhere = { ...auth1, endpoints: [{ url: 'https://b.example', priority: 0, weight: 1 }], as: 'auth-1~2' };
    await importCsv(database, csv, { servers: [auth1, auth2, elsewhere] });
    const before = await listRules(database);

    expect(await retarget(operatorContext, database, renewed)).toBe(true);
    const { staticKey, signingKey } = renewed;
    expect(await keysOf()).toEqual([
      ['a', ['auth-1', staticKey, signingKey, 3], ['auth-2', auth2.staticKey, auth2.signingKey, 1]],
      ['b', ['auth-1', staticKey, signingKey, 1]],
      ['c', ['auth-2', auth2.staticKey, auth2.signingKey, 1]],
    ]);
    const after = await listRules(database);
    expect(after.version).toBe(before.version + 1);
    expect(after.rules.map(({ match, targets }) => [match, targets.map(({ endpoints }) => endpoints)])).toEqual(
      before.rules.map(({ match, targets }) => [match, targets.map(({ endpoints }) => endpoints)]),
    );
  });

  it('change nothing where no rule names it or the keys are known, and leave no file behind', async () => {
    await importCsv(database, csvOf(row('c', {}, 'auth-2')), { servers: [auth1, auth2] });
    const files = (await readdir(folder)).toSorted();
    const { version } = await listRules(database);
    expect(await retarget(operatorContext, database, { ...renewed, serverId: 'auth-9' })).toBe(false);
    const { serverId, staticKey, signingKey } = auth2;
    expect(await retarget(operatorContext, database, { serverId, staticKey, signingKey })).toBe(false);
    expect((await listRules(database)).version).toBe(version);
    expect((await readdir(folder)).toSorted()).toEqual(files);
  });

  it('stand in rules that were set one by one', async () => {
    await setRule(operatorContext, database, { name: 'a', match: {}, targets: [{ ...auth1, weight: 2 }] });
    expect(await retarget(operatorContext, database, renewed)).toBe(true);
    expect(await keysOf()).toEqual([['a', ['auth-1', renewed.staticKey, renewed.signingKey, 2]]]);
  });
});
