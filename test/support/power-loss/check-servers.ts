import { cp, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { openAccountsStore } from '../../../local-servers/accounts/accounts-server.ts';
import { issueAccount } from '../../../local-servers/accounts/operator.ts';
import { AccountsSettings } from '../../../local-servers/accounts/settings.ts';
import { provisionDevice } from '../../../local-servers/authentication/operator.ts';
import { AuthenticationSettings } from '../../../local-servers/authentication/settings.ts';
import { openAuthenticationDatabase } from '../../../local-servers/authentication/store/authentication-store.ts';
import { createInstallation } from '../../../local-servers/cli/installation/create.ts';
import { exists, installationPaths } from '../../../local-servers/cli/installation/files.ts';
import { openRole } from '../../../local-servers/cli/installation/role-files.ts';
import { roleBuilders, roleNames, type StartableRole } from '../../../local-servers/cli/installation/roles.ts';
import { listen } from '../../../local-servers/kit/listen.ts';
import { createLogger } from '../../../local-servers/kit/logging.ts';
import { publishMap } from '../../../local-servers/service/operator.ts';
import { ServiceSettings } from '../../../local-servers/service/settings.ts';
import { openServiceDatabase } from '../../../local-servers/service/store/database.ts';
import type { DeviceProvisioning } from '../../../src/contract/terminal-configuration.ts';
import type { Terminal } from '../../../src/terminal/terminal.ts';
import { goodCard } from '../portal.ts';
import { checkStores, countRows, type Acknowledged } from './acknowledged.ts';
import { drawFirstPort, type ServersScenario } from './servers-scenario.ts';

export const allStores = [
  'mailbox/mailbox.sqlite',
  'portal/portal.sqlite',
  'portal/acquirer-sandbox.sqlite',
  'first-allocation/store.sqlite',
  'second-allocation/store.sqlite',
  'authentication/store.sqlite',
  'accounts/store.sqlite',
  'service/store.sqlite',
];

const logger = createLogger({ name: 'after a crash', level: 'silent' });

/**
 * Starts all servers on what a crash left, and takes up the scenario where it had been acknowledged: whatever was not is done
 * (again), and all of it must end well.
 */
export async function checkServers(scenario: ServersScenario, acknowledged: readonly Acknowledged[]): Promise<void> {
  const names = new Set(acknowledged.map(({ name }) => name));
  const paths = installationPaths(scenario.data);
  if (!names.has('installation') && !(await exists(paths.terminal))) {
    await createInstallation(paths, '127.0.0.1', drawFirstPort(), () => undefined);
    expect(await unfinishedFiles(scenario.data)).toEqual([]);
  }
  const started: StartableRole[] = [];
  try {
    for (const name of roleNames) {
      const role = await roleBuilders[name](paths, logger);
      started.push(role);
      await listen(role.app, role.listen);
    }
    const device = await deviceOf(scenario, names);
    const version = await publishedVersion(scenario, names);
    if (scenario.past.application !== undefined && names.has('application')) await checkPayment(scenario, names);
    const terminal = await terminalOf(scenario, names, device);
    expect(await terminal.currentSession()).toMatchObject({ state: 'go-on' });
    expect(await terminal.maps.download('city')).toHaveLength(1);
    expect(await terminal.maps.verify('city')).toHaveLength(1);
    expect(await terminal.maps.list()).toMatchObject([{ version: String(version) }]);
  } finally {
    await Promise.all(started.map((role) => role.close()));
  }
  const lasting = acknowledged.map(({ name, rows }) => ({ name, rows: rows.filter(({ expires }) => !expires) }));
  checkStores(scenario.data, allStores, lasting);
  if (names.has('application')) {
    expect(countRows(scenario.data, 'portal/acquirer-sandbox.sqlite', 'charges')).toBe(1);
    // C1, C2: of the application and of the account; each is in one of the two, or was sent again.
    const [waiting, arrived] = [
      ['portal/portal.sqlite', 'outbox'],
      ['mailbox/mailbox.sqlite', 'messages'],
    ] as const;
    // Who was asking for the account when it was killed holds the claim for a while; until then the account is to come.
    const toCome = names.has('payment')
      ? 0
      : countRows(scenario.data, 'portal/portal.sqlite', "applications WHERE state = 'paid'");
    const mails = countRows(scenario.data, ...waiting) + countRows(scenario.data, ...arrived);
    expect(mails + toCome).toBeGreaterThanOrEqual(2);
  }
}

/** B1: the device's file and the server's row stand together, or it can be provisioned again. */
async function deviceOf({ data, deviceFile }: ServersScenario, names: ReadonlySet<string>) {
  const text = await readFile(deviceFile, 'utf8').catch(() => '');
  if (names.has('device')) return JSON.parse(text) as DeviceProvisioning;
  const { context } = await openRole(installationPaths(data), 'authentication', AuthenticationSettings, logger);
  const database = await openAuthenticationDatabase(context.folder);
  try {
    const wanted = { makerId: 'acme', modelId: 'car', hardwareNumber: 'SN1' };
    return await provisionDevice(context, database, wanted).catch(() => JSON.parse(text) as DeviceProvisioning);
  } finally {
    await database.close();
  }
}

/** C11: the version that is offered; one more is published where not all were. */
async function publishedVersion(scenario: ServersScenario, names: ReadonlySet<string>): Promise<number> {
  if (names.has('map 3')) return 3;
  const paths = installationPaths(scenario.data);
  const { context } = await openRole(paths, 'service', ServiceSettings, logger);
  const database = await openServiceDatabase(context.folder);
  try {
    const file = await scenario.archive(4);
    await publishMap({ context, database, publisherFolder: paths.publisher, file, regionId: 'city', version: '4' });
    return 4;
  } finally {
    await database.close();
  }
}

/** C2: paid already, or to be paid now. */
async function checkPayment(scenario: ServersScenario, names: ReadonlySet<string>): Promise<void> {
  const { application } = scenario.past;
  const visitor = await scenario.visitor();
  const { status, body } = await visitor.postJson('/pay', { application, ...goodCard });
  if (names.has('payment')) expect(body).toContain('application.already-paid');
  else expect(status === 200 || body.includes('application.already-paid'), body).toBe(true);
}

async function terminalOf(
  scenario: ServersScenario,
  names: ReadonlySet<string>,
  device: DeviceProvisioning,
): Promise<Terminal> {
  const folder = join(scenario.folder, 'terminal-afterwards');
  await rm(folder, { recursive: true, force: true });
  if (names.has('key')) {
    await cp(scenario.signedUpFolder, folder, { recursive: true });
    return scenario.openTerminal(folder);
  }
  const terminal = await scenario.openTerminal(folder);
  await terminal.provision(device);
  const account = names.has('account') ? scenario.past.account : await anotherAccount(scenario);
  if (account === undefined) throw new TypeError('an acknowledged account is known');
  await terminal.signUp({ ...account, terminalName: 'again', choose: () => Promise.resolve({ choice: 'add' }) });
  return terminal;
}

async function anotherAccount({ data }: ServersScenario) {
  const { context } = await openRole(installationPaths(data), 'accounts', AccountsSettings, logger);
  const database = await openAccountsStore(context);
  try {
    return await issueAccount(context, database, { plan: 'standard', contractSeconds: 86_400, regions: ['*'] });
  } finally {
    await database.close();
  }
}

/** Files on their way that nobody brings to an end. */
async function unfinishedFiles(folder: string): Promise<string[]> {
  return (await readdir(folder, { recursive: true })).filter((name) => /\.tmp$|opaque-setup\.sealed\./.test(name));
}
