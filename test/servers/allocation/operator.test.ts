import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { explain } from '../../../local-servers/allocation/explain.ts';
import { listRules, removeRule, setRule } from '../../../local-servers/allocation/operator.ts';
import {
  openAllocationDatabase,
  type AllocationDatabase,
} from '../../../local-servers/allocation/store/allocation-store.ts';
import { firstBrokenEntry } from '../../../local-servers/kit/audit.ts';
import { allocationTarget } from '../../support/allocation-target.ts';
import { codeOfRejection } from '../../support/coded.ts';
import { TestClock } from '../../support/test-clock.ts';

const context = { clock: new TestClock(), logger: pino({ level: 'silent' }) };
let folder: string;
let database: AllocationDatabase;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'naviterm-rules-'));
  database = await openAllocationDatabase(folder);
});
afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

const acme = { name: 'acme', match: { makerId: 'acme' }, targets: [allocationTarget()] };

describe('the operator’s table', () => {
  it('keeps rules by name, counts each change, and survives a restart', async () => {
    expect(await setRule(context, database, acme)).toBe(2);
    const replaced = { ...acme, match: { makerPrefix: 'ac' } };
    expect(await setRule(context, database, replaced)).toBe(3);
    expect(await removeRule(context, database, 'nothing')).toBeUndefined();
    await database.close();
    database = await openAllocationDatabase(folder);
    expect(await listRules(database)).toEqual({ version: 3, count: 1, rules: [replaced] });
    expect(await removeRule(context, database, 'acme')).toBe(4);
    expect(await listRules(database)).toEqual({ version: 4, count: 0, rules: [] });
    expect(await firstBrokenEntry(database)).toBeUndefined();
    const changes = await database.all<{ action: string }>('SELECT action FROM audit ORDER BY seq');
    expect(changes.map(({ action }) => action)).toEqual(['allocation.set', 'allocation.set', 'allocation.remove']);
  });

  it('takes no rule that contradicts itself', async () => {
    const wrong = { ...acme, match: { makerId: 'a', makerPrefix: 'a' } };
    expect(await codeOfRejection(setRule(context, database, wrong))).toBe('request.malformed');
    expect((await listRules(database)).version).toBe(1);
  });
});

describe('explaining', () => {
  const second = { modelId: 'N-100', hardwareNumber: 'SN000123' };

  it('shows which rule wins, and why the others do not', async () => {
    await setRule(context, database, { ...acme, name: 'any', match: {} });
    await setRule(context, database, acme);
    await setRule(context, database, { ...acme, name: 'other', match: { makerId: 'other' } });
    expect(await explain(database, { first: { makerId: 'acme' }, second })).toEqual({
      version: 4,
      rules: 3,
      rule: 'acme',
      match: { makerId: 'acme' },
      lost: [{ rule: 'any', match: {}, why: 'the winner names the maker exactly' }],
      mismatched: [{ rule: 'other', match: { makerId: 'other' }, why: 'the maker id is not other' }],
      servers: [{ serverId: 'second', share: 1 }],
      serverId: 'second',
    });
  });

  it('names the server of a device among several, and only shares where devices cannot be told apart', async () => {
    const targets = ['a', 'b'].map((serverId, index) => allocationTarget({ serverId, weight: index === 0 ? 1 : 3 }));
    await setRule(context, database, { ...acme, targets });
    const forDevice = await explain(database, { first: { makerId: 'acme' }, second });
    expect(forDevice.serverId).toMatch(/^[ab]$/);
    const forMaker = await explain(database, { first: { makerId: 'acme' } });
    expect(forMaker.serverId).toBeUndefined();
    expect(forMaker.servers).toEqual([
      { serverId: 'a', share: 0.25 },
      { serverId: 'b', share: 0.75 },
    ]);
  });

  it('names the code that a terminal would get', async () => {
    const { refusal, rule } = await explain(database, { first: { makerId: 'acme' } });
    expect(refusal).toEqual({ code: 'allocation.maker-unknown', detail: 'maker acme' });
    expect(rule).toBeUndefined();
  });
});
