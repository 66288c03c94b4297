import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { openTerminal } from '../../../src/host/open-terminal.ts';
import type { Terminal } from '../../../src/terminal/terminal.ts';
import type { TerminalOrder } from './terminal-child.ts';
import type { TerminalScenario } from './terminal-scenario.ts';

type Orders = ReadonlySet<TerminalOrder['order']>;

/**
 * Opens the terminal on what a crash left of its folder: what it had said to be done is done, nothing half-done is in the way,
 * and everything can be done (again).
 */
export async function checkTerminal(scenario: TerminalScenario, done: readonly TerminalOrder[]): Promise<void> {
  const data = join(scenario.disk, 'terminal');
  await mkdir(data, { recursive: true });
  const { configuration } = scenario;
  const { terminal, close } = await openTerminal({ data, configuration, unsafeFileVault: true });
  const orders: Orders = new Set(done.map(({ order }) => order));
  try {
    expect((await leftovers(data)).filter((name) => !name.endsWith('.draft'))).toEqual([]);
    await expectIdentity(scenario, terminal, orders);
    const last = done.findLast((order) => order.order === 'download');
    if (last !== undefined) await expectMap(terminal, data, Number(last.version));
    await repeat(scenario, terminal, orders);
    expect(await leftovers(data)).toEqual([]);
  } finally {
    await close();
  }
}

async function expectIdentity(scenario: TerminalScenario, terminal: Terminal, orders: Orders): Promise<void> {
  const { vault } = terminal.context.ports;
  if (!orders.has('provision')) return;
  expect(terminal.status().device?.hardwareNumber).toBe(scenario.provisioned().hardwareNumber);
  expect(await vault.get('device-secret')).toBe(scenario.provisioned().deviceSecret);
  if (orders.has('forget')) {
    expect(terminal.status().account).toBeUndefined();
    expect(await vault.get('access-key')).toBeUndefined();
  } else if (orders.has('sign-up') && !(await isForgetting(terminal, orders))) {
    expect(terminal.status().account).toMatchObject({ userId: scenario.accounted().userId, confirmed: true });
    expect(await vault.get('licence-number')).toBe(scenario.accounted().licenceNumber);
  }
}

/** The terminal was told to forget, and had begun. */
async function isForgetting(terminal: Terminal, orders: Orders): Promise<boolean> {
  return orders.has('download') && (await terminal.context.ports.vault.get('access-key')) === undefined;
}

/** G4: the map in use is the one that was said to be installed, or a newer one. */
async function expectMap(terminal: Terminal, data: string, version: number): Promise<void> {
  expect(await terminal.maps.verify('city')).toHaveLength(1);
  const installed = await readFile(join(data, 'installed-maps.json'), 'utf8');
  expect(Number(/"version":"(\d+)"/.exec(installed)?.[1])).toBeGreaterThanOrEqual(version);
}

async function repeat(scenario: TerminalScenario, terminal: Terminal, orders: Orders): Promise<void> {
  if (!orders.has('provision')) await terminal.provision(scenario.provisioned());
  const forgetting = await isForgetting(terminal, orders);
  if (forgetting) await terminal.sessions.forget();
  if (!orders.has('sign-up') || forgetting) {
    const account = await scenario.newAccount();
    await terminal.signUp({ ...account, terminalName: 'again', choose: () => Promise.resolve({ choice: 'add' }) });
  }
  expect(await terminal.currentSession()).toMatchObject({ state: 'go-on' });
  if (scenario.version === 0) return;
  const [installed] = await terminal.maps.download('city');
  expect(await terminal.maps.verify('city')).toEqual([installed?.path]);
}

/** What a terminal that is not writing has no use for; a draft is of use until the map is there. */
async function leftovers(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => /\.tmp$|\.draft$|\.takeover$/.test(name));
}
