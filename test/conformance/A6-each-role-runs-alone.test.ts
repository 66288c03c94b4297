import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { FileStore } from '../../src/host/file-store.ts';
import { httpTransport } from '../../src/host/http-transport.ts';
import { MapFolder } from '../../src/host/map-folder.ts';
import { monotonicClock } from '../../src/host/monotonic-clock.ts';
import { UnsafeFileVault } from '../../src/host/unsafe-file-vault.ts';
import { Terminal } from '../../src/terminal/terminal.ts';
import type { SigningAnswer, SigningRequest } from '../../local-servers/cli/installation/root.ts';
import { findFreePort } from '../support/listen.ts';
import { operate, runServers, type ServerProcess } from '../support/server-processes.ts';

const roles = ['first-allocation', 'second-allocation', 'authentication', 'accounts', 'service'] as const;
type Role = (typeof roles)[number];

const processes: ServerProcess[] = [];
const folders: string[] = [];
afterAll(async () => {
  for (const { child, ended } of processes) {
    child.kill('SIGTERM');
    await ended;
  }
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true })));
});

async function newFolder(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `naviterm-${name}-`));
  folders.push(folder);
  return folder;
}

async function succeed(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await operate(...args);
  expect(code, stderr).toBe(0);
  return stdout;
}

it(
  'A6: every role is installed from a signing request and runs in a process and folder of its own',
  { timeout: 120_000 },
  async () => {
    const root = await newFolder('root');
    await succeed('--data', root, 'root', 'create');
    const data = new Map<Role, string>();
    const requests = new Map<Role, SigningRequest>();
    for (const role of roles) {
      const folder = await newFolder(role);
      const request = await succeed('--data', folder, 'init', role, '--port', String(await findFreePort()));
      await writeFile(join(folder, 'request.json'), request);
      await succeed('--data', root, 'root', 'sign', join(folder, 'request.json'));
      data.set(role, folder);
      requests.set(role, JSON.parse(request) as SigningRequest);
    }
    let answer: SigningAnswer | undefined;
    for (const [role, folder] of data) {
      // Signed once more, now that the directory is complete.
      const signed = await succeed('--data', root, 'root', 'sign', join(folder, 'request.json'));
      answer = JSON.parse(signed) as SigningAnswer;
      await writeFile(join(folder, 'answer.json'), signed);
      await succeed('--data', folder, 'init', role, '--answer', join(folder, 'answer.json'));
    }
    const lead = async (stage: 'first' | 'second', to: Role, asks: string[]) => {
      const folder = data.get(`${stage}-allocation`) ?? '';
      const { role, ...facts } = requests.get(to) ?? { role: '' };
      const rule = { name: 'everybody', match: {}, targets: [{ ...facts, role, asks, weight: 1 }] };
      await writeFile(join(folder, 'rule.json'), JSON.stringify(rule));
      await succeed('--data', folder, 'allocation', 'set', stage, join(folder, 'rule.json'));
    };
    await lead('first', 'second-allocation', ['first', 'second']);
    await lead('second', 'authentication', []);
    const mapRoot = (await succeed('--data', data.get('service') ?? '', 'maps', 'create-publisher')).trim();
    for (const folder of data.values()) processes.push(await runServers(folder));

    const home = await newFolder('terminal');
    const device = join(home, 'device.json');
    await succeed(
      '--data',
      data.get('authentication') ?? '',
      'devices',
      'provision',
      '--maker',
      'acme',
      '--model',
      'car',
      '--serial',
      'SN1',
      '--out',
      device,
    );
    const account = JSON.parse(await succeed('--data', data.get('accounts') ?? '', 'accounts', 'issue', '--json')) as {
      userId: string;
      password: string;
      licenceNumber: string;
    };
    const terminal = await Terminal.open({
      configuration: {
        serviceUrl: requests.get('service')?.endpoints[0]?.url ?? '',
        allocationRoot: { publicKey: answer?.rootKey ?? '', lowestVersion: 1 },
        mapRoot,
      },
      ports: {
        store: new FileStore(home),
        vault: new UnsafeFileVault(home),
        clock: monotonicClock,
        transport: httpTransport,
        maps: new MapFolder(join(home, 'maps')),
      },
    });
    await terminal.provision(JSON.parse(await readFile(device, 'utf8')) as Parameters<Terminal['provision']>[0]);
    await terminal.signUp({ ...account, terminalName: 'test', choose: () => Promise.resolve({ choice: 'add' }) });
    expect(await terminal.currentSession()).toMatchObject({ state: 'go-on' });
    expect(terminal.status().storedAuthenticationServers).toBe(1);
  },
);
