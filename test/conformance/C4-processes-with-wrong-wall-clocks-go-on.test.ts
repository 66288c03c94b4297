import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { DeviceProvisioning } from '../../src/contract/terminal-configuration.ts';
import type { AccountIssueReply } from '../../src/contract/sign-up.ts';
import { openTerminal, type OpenedTerminal } from '../../src/host/open-terminal.ts';
import { findFreePort } from '../support/listen.ts';
import { tenYears } from '../support/machine.ts';
import { operateIn, runServersIn, type ServerProcess } from '../support/server-processes.ts';

const roles = ['first-allocation', 'second-allocation', 'authentication', 'accounts', 'service'];
const preload = fileURLToPath(new URL('../support/shifted-date.ts', import.meta.url));
const wrongBy = (seconds: number) => ({
  ...process.env,
  NODE_OPTIONS: `--import=${preload}`,
  NAVITERM_TEST_WALL_SHIFT: String(seconds),
});

let data: string;
let servers: ServerProcess | undefined;
let opened: OpenedTerminal | undefined;
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'naviterm-clocks-'));
  const { code } = await operateIn(process.env, '--data', data, 'init', '--port', String(await findFreePort()));
  expect(code).toBe(0);
});
afterAll(async () => {
  vi.useRealTimers();
  servers?.child.kill('SIGTERM');
  await servers?.ended;
  await opened?.close();
  await rm(data, { recursive: true });
});

/** The servers, and an operator who works beside them with another clock. */
async function operateWith(seconds: number, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await operateIn(wrongBy(seconds), '--data', data, ...args);
  expect(code, stderr).toBe(0);
  return stdout;
}

async function startServers(seconds: number): Promise<void> {
  if (servers !== undefined) {
    servers.child.kill('SIGTERM');
    expect(await servers.ended).toBe(0);
  }
  servers = await runServersIn(wrongBy(seconds), data, ...roles);
}

const secondsNow = () => performance.now() / 1000;

test('C4, C5: servers, operator and terminal are years apart, the servers start again elsewhere in time, and the session lasts on', async () => {
  await startServers(-tenYears);
  const file = join(data, 'device.json');
  const device = ['--maker', 'acme', '--model', 'car', '--serial', 'SN1', '--out', file];
  await operateWith(tenYears, 'devices', 'provision', ...device);
  const issued = await operateWith(tenYears, 'accounts', 'issue', '--days', '30', '--json');
  const issuedAt = secondsNow();
  const account = JSON.parse(issued) as AccountIssueReply;

  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2 * tenYears * 1000 });
  opened = await openTerminal({
    data: join(data, 'terminal'),
    configuration: join(data, 'terminal.json'),
    unsafeFileVault: true,
  });
  const { terminal } = opened;
  await terminal.provision(JSON.parse(await readFile(file, 'utf8')) as DeviceProvisioning);
  await terminal.signUp({ ...account, terminalName: 'test', choose: () => Promise.resolve({ choice: 'add' }) });
  const first = await terminal.currentSession();
  const openedAt = secondsNow();
  expect(Math.abs(first.expiresIn - 300)).toBeLessThan(2);

  await startServers(tenYears);
  vi.setSystemTime(0);
  const later = await terminal.currentSession();
  const passed = secondsNow() - openedAt;
  // It is the same session, and is as old as it should be.
  expect(passed).toBeGreaterThan(0.5);
  expect(Math.abs(first.expiresIn - later.expiresIn - passed)).toBeLessThan(1.5);
  const [{ contractExpiresIn }] = JSON.parse(await operateWith(-tenYears, 'accounts', 'list')) as [
    { contractExpiresIn: number },
  ];
  expect(Math.abs(30 * 86_400 - contractExpiresIn - (secondsNow() - issuedAt))).toBeLessThan(3);
});
