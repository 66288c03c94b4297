import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createInstallation } from '../../local-servers/cli/installation/create.ts';
import { installationPaths } from '../../local-servers/cli/installation/files.ts';
import { announceKeys, rotateKeys } from '../../local-servers/cli/installation/rotate-keys.ts';
import { catalogPath } from '../../src/contract/maps.ts';
import type { TerminalConfiguration } from '../../src/contract/terminal-configuration.ts';
import { FileStore } from '../../src/host/file-store.ts';
import { httpTransport } from '../../src/host/http-transport.ts';
import { MapFolder } from '../../src/host/map-folder.ts';
import { monotonicClock } from '../../src/host/monotonic-clock.ts';
import { UnsafeFileVault } from '../../src/host/unsafe-file-vault.ts';
import type { TerminalEvent } from '../../src/terminal/events.ts';
import { Terminal } from '../../src/terminal/terminal.ts';
import { findFreePort } from '../support/listen.ts';
import { operate, runServers, type ServerProcess } from '../support/server-processes.ts';

const roles = ['first-allocation', 'second-allocation', 'authentication', 'accounts', 'service'] as const;

let folder: string;
const data = () => join(folder, 'data');
let paths: ReturnType<typeof installationPaths>;
let running: ServerProcess | undefined;
const events: TerminalEvent[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'naviterm-directory-keys-'));
  paths = installationPaths(data());
  await createInstallation(paths, '127.0.0.1', await findFreePort(), () => undefined);
}, 60_000);
afterAll(async () => {
  await stop();
  await rm(folder, { recursive: true });
});

async function stop(): Promise<void> {
  running?.child.kill('SIGTERM');
  await running?.ended;
}

async function start(): Promise<void> {
  await stop();
  running = await runServers(data(), ...roles);
}

async function openTerminal(): Promise<Terminal> {
  const home = join(folder, 'terminal');
  return Terminal.open({
    configuration: JSON.parse(await readFile(join(data(), 'terminal.json'), 'utf8')) as TerminalConfiguration,
    ports: {
      store: new FileStore(home),
      vault: new UnsafeFileVault(home),
      clock: monotonicClock,
      transport: httpTransport,
      maps: new MapFolder(join(home, 'maps')),
    },
    tell: (event) => events.push(event),
  });
}

async function json(...args: string[]): Promise<unknown> {
  const { code, stdout, stderr } = await operate('--data', data(), ...args);
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout);
}

/** What each visit needs of both servers. */
async function visit(terminal: Terminal): Promise<void> {
  expect(await terminal.currentSession()).toMatchObject({ state: 'go-on' });
  await terminal.service.get({ path: catalogPath, maximumBytes: 65_536, signedReply: true });
}

async function renewKeys(graceSeconds: number): Promise<void> {
  for (const role of ['accounts', 'service'] as const) {
    await rotateKeys(paths, role);
    await announceKeys(paths, role, graceSeconds);
  }
}

it(
  'A6: new keys of the account and the service server are noticed by no terminal, running, started again or late',
  { timeout: 120_000 },
  async () => {
    await start();
    const device = join(folder, 'device.json');
    const facts = ['--maker', 'acme', '--model', 'car', '--serial', 'SN1', '--out', device];
    await operate('--data', data(), 'devices', 'provision', ...facts);
    const account = (await json('accounts', 'issue', '--json')) as Parameters<Terminal['signUp']>[0];
    const terminal = await openTerminal();
    await terminal.provision(JSON.parse(await readFile(device, 'utf8')) as Parameters<Terminal['provision']>[0]);
    await terminal.signUp({ ...account, terminalName: 'test', choose: () => Promise.resolve({ choice: 'add' }) });
    await visit(terminal);
    const before = terminal.status().directoryVersion;

    // It has the old directory in memory, and its old keys are good for the grace time.
    await renewKeys(86_400);
    await start();
    await visit(terminal);
    terminal.sessions.drop(await terminal.service.session());
    await visit(terminal);
    expect(terminal.status().directoryVersion).toBe(before);
    const again = await openTerminal();
    await visit(again);
    expect(again.status().directoryVersion).toBeGreaterThan(before);

    // Without any grace: whoever has the old directory in memory hears of the new one within the attempt.
    await renewKeys(0);
    await start();
    for (const one of [terminal, again]) {
      one.sessions.drop(await one.service.session());
      await visit(one);
    }
    expect(events.filter(({ type }) => type === 'waiting' || type === 'stored-server-failed')).toEqual([]);
    const { account: kept } = again.status();
    expect(kept).toMatchObject({ confirmed: true });
  },
);
