import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listRules } from '../../local-servers/allocation/operator.ts';
import {
  openAllocationDatabase,
  type AllocationDatabase,
} from '../../local-servers/allocation/store/allocation-store.ts';
import { allocationTarget } from '../support/allocation-target.ts';
import { csvOf, importCsv, importRules, row } from '../support/allocation-tables.ts';
import { serverProgram } from '../support/server-processes.ts';

const rows = 40_000;
let data: string;
let folder: string;
let database: AllocationDatabase;
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'naviterm-killed-'));
  folder = join(data, 'second-allocation');
  database = await openAllocationDatabase(folder);
  await importRules(database, [{ name: 'old', match: {}, targets: [allocationTarget({ serverId: 'auth-1' })] }]);
});
afterAll(async () => {
  await database.close();
  await rm(data, { recursive: true });
});

const csv = csvOf(
  ...Array.from({ length: rows }, (_, index) =>
    row(`r${index}`, { serials: { from: String(1_000_000 + index), to: String(1_000_000 + index) } }, 'auth-1'),
  ),
);
const unfinished = async () => (await readdir(folder)).filter((name) => name.includes('.tmp'));
const names = async () => (await listRules(database, 3)).rules.map(({ name }) => name);

/**
 * The operator's command, killed with its rows half read, or when it says that it is at a later step.
 * @returns false where it was done before it could be killed
 */
async function killedImport(when: 'half read' | 'sorting names'): Promise<boolean> {
  const command = [serverProgram, '--data', data, 'allocation', 'import', 'second', '-'];
  const child: ChildProcess = spawn(process.execPath, command, { stdio: ['pipe', 'ignore', 'pipe'] });
  const ended = new Promise((resolve) => child.once('exit', (_code, signal) => resolve(signal)));
  // The rest of the rows finds nobody.
  child.stdin?.on('error', () => undefined);
  let words = '';
  const said = new Promise<void>((resolve) =>
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      words += text;
      if (words.includes(when === 'half read' ? 'reading' : when)) resolve();
    }),
  );
  if (when === 'half read') child.stdin?.write(csv.slice(0, csv.length / 2));
  else child.stdin?.end(csv);
  await Promise.race([said, ended]);
  child.kill('SIGKILL');
  return (await ended) === 'SIGKILL';
}

test.each(['half read', 'sorting names'] as const)(
  'A1: an import that is killed (%s) changes nothing',
  async (when) => {
    const killed = await killedImport(when);
    if (when === 'half read') expect(killed).toBe(true);
    expect(await names()).toEqual(killed ? ['old'] : ['r0', 'r1', 'r2']);
    expect(await unfinished()).toHaveLength(killed ? 1 : 0);
    // Whoever imports next clears it away.
    expect(await importCsv(database, csvOf(row('new', {}, 'auth-1')), { dryRun: true })).toMatchObject({ rules: 1 });
    expect(await unfinished()).toEqual([]);
  },
);
