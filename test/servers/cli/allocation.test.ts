import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openAllocationDatabase } from '../../../local-servers/allocation/store/allocation-store.ts';
import { allocationTarget } from '../../support/allocation-target.ts';
import { csvOf, row } from '../../support/allocation-tables.ts';
import { operate } from '../../support/server-processes.ts';

let data: string;
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'naviterm-allocation-'));
  await (await openAllocationDatabase(join(data, 'second-allocation'))).close();
  const { weight: _weight, ...auth } = allocationTarget({ serverId: 'auth-1' });
  await writeFile(join(data, 'servers.json'), JSON.stringify([auth]));
});
afterAll(() => rm(data, { recursive: true }));

const allocation = async (...words: readonly string[]) => {
  const { code, stderr } = await operate('--data', data, 'allocation', ...words);
  return { code, said: stderr };
};

it('imports, explains, takes back and exports a table by commands', async () => {
  const file = join(data, 'table.csv');
  const good = csvOf(row('a', { makerId: 'acme' }, 'auth-1'), row('b', {}, 'auth-1*3'));
  await writeFile(file, good + 'c,,,,,1,,auth-1\n');
  const refused = await allocation('import', 'second', file, '--servers', join(data, 'servers.json'));
  expect(refused.code).toBe(1);
  expect(refused.said).toContain(`${file}:4: a range of hardware numbers needs both ends\nnothing was changed`);

  await writeFile(file, good);
  const dry = await allocation('import', 'second', file, '--servers', join(data, 'servers.json'), '--dry-run');
  expect(dry.said).toContain('would be 2 rules: 2 added, 0 removed, 0 changed; nothing was changed');
  const done = await allocation('import', 'second', file, '--servers', join(data, 'servers.json'));
  expect(done).toMatchObject({ code: 0 });
  expect(done.said).toContain('table version 2 holds 2 rules: 2 added');

  const { said } = await allocation('explain', 'second', '--maker', 'acme', '--model', 'N-100', '--serial', 'SN1');
  expect(said).toContain('→ a wins: maker acme');
  expect(said).toContain('b matches, too: everybody; it loses, because the winner names the maker exactly');

  const out = join(data, 'out.csv');
  await allocation('export', 'second', out, '--servers', join(data, 'out.json'));
  expect(await readFile(out, 'utf8')).toBe(good);
  expect(await readFile(join(data, 'out.json'), 'utf8')).toContain('auth-1');

  expect((await allocation('rollback', 'second')).said).toContain('table version 3 is what version 1 was');
  expect((await allocation('versions', 'second')).said).toContain('2  imported 2 rules');
});
