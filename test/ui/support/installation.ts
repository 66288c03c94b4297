import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { check } from '../../../src/contract/check.ts';
import type { KioskConfiguration } from '../../../src/contract/kiosk.ts';
import { DeviceProvisioning } from '../../../src/contract/terminal-configuration.ts';
import { openTerminal, type OpenedTerminal } from '../../../src/host/open-terminal.ts';
import { decodeJson } from '../../../src/protocol/bytes.ts';
import { hashPin } from '../../../src/protocol/pin.ts';
import { findFreePort } from '../../support/listen.ts';
import {
  operate as runOperator,
  runServers,
  serverProgram,
  type ServerProcess,
} from '../../support/server-processes.ts';

const execute = promisify(execFile);

/** A sheet of paper with an account. */
export interface PaperAccount {
  readonly userId: string;
  readonly password: string;
  readonly licenceNumber: string;
}

/** Servers with a real city published, and folders of terminals for them. Everything lies in `root`. */
export interface Installation {
  readonly root: string;
  readonly servers: string;
  /** Runs the operator's program. */
  readonly operate: (...args: string[]) => Promise<string>;
  readonly issueAccount: () => Promise<PaperAccount>;
  /** A provisioned terminal's folder. @param stack whether the servers run beside it and it is a demo's (F4) */
  readonly terminalFolder: (name: string, options: { readonly stack: boolean }) => Promise<string>;
  readonly runServers: () => Promise<ServerProcess>;
  readonly remove: () => Promise<void>;
}

export interface InstallationOptions {
  /** Bytes a second that a terminal's downloads get; as fast as can be where absent. */
  readonly rate?: number;
}

const regionsFolder = fileURLToPath(new URL('../../../build/regions', import.meta.url));
const cartography = fileURLToPath(new URL('../../../cartography/build.ts', import.meta.url));

const operate = async (servers: string, ...words: readonly string[]): Promise<string> => {
  const { code, stdout, stderr } = await runOperator('--data', servers, ...words);
  if (code !== 0) throw new Error(`${words.slice(0, 2).join(' ')} ended with ${code}: ${stderr}`);
  return stdout;
};

const publish = async (servers: string): Promise<void> => {
  const region = 'montevideo';
  const { companions } = JSON.parse(await readFile(join(regionsFolder, `${region}.json`), 'utf8')) as {
    companions: Record<string, unknown>;
  };
  const files = ['pmtiles', ...Object.keys(companions)].map((ending) => join(regionsFolder, `${region}.${ending}`));
  const names = ['--name', 'en=Montevideo', '--name', 'ja=モンテビデオ'];
  await operate(servers, 'maps', 'publish', ...files, '--json', ...names);
};

/** Sets servers up on ports of their own and publishes Montevideo. */
export async function createInstallation({ rate }: InstallationOptions = {}): Promise<Installation> {
  const root = await mkdtemp(join(tmpdir(), 'naviterm-ui-'));
  const servers = join(root, 'servers');
  await Promise.all([
    execute(process.execPath, [cartography, 'montevideo', '--missing', '--out', regionsFolder]),
    operate(servers, 'init', '--port', String(await findFreePort())),
  ]);
  await publish(servers);
  if (rate !== undefined) await operate(servers, 'configure', 'service', `rateLimitBytesPerSecond=${rate}`);
  let devices = 0;
  return {
    root,
    servers,
    operate: (...args) => operate(servers, ...args),
    issueAccount: async () => JSON.parse(await operate(servers, 'accounts', 'issue', '--json')) as PaperAccount,
    terminalFolder: async (name, { stack }) => {
      devices += 1;
      const folder = join(root, name);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const configuration = JSON.parse(await readFile(join(servers, 'terminal.json'), 'utf8')) as object;
      const localStack = { program: serverProgram, data: servers };
      await writeFile(
        join(folder, 'terminal.json'),
        JSON.stringify(stack ? { ...configuration, localStack } : configuration),
      );
      const device = await provisioning(servers, `UI-${devices}`);
      await withTerminal(folder, ({ terminal }) => terminal.provision(device));
      return folder;
    },
    runServers: () => runServers(servers),
    remove: () => rm(root, { recursive: true, force: true, maxRetries: 5 }),
  };
}

async function provisioning(servers: string, serial: string): Promise<DeviceProvisioning> {
  const file = join(servers, `${serial}.json`);
  const words = ['--maker', 'demo-maker', '--model', 'demo-terminal', '--serial', serial, '--out', file];
  await operate(servers, 'devices', 'provision', ...words);
  return check(DeviceProvisioning, decodeJson(await readFile(file), 'configuration.invalid'), 'configuration.invalid');
}

/** Works with a terminal's folder without a screen, with the keyring. */
export async function withTerminal<T>(folder: string, work: (opened: OpenedTerminal) => Promise<T>): Promise<T> {
  const opened = await openTerminal({ data: folder, unsafeFileVault: false });
  try {
    return await work(opened);
  } finally {
    await opened.close();
  }
}

/** Signs a terminal up, and downloads the city where that is wanted. The servers must run. */
export async function signUpTerminal(
  folder: string,
  account: PaperAccount,
  { download }: { readonly download: boolean },
): Promise<void> {
  await withTerminal(folder, async ({ terminal }) => {
    const choose = () => Promise.resolve({ choice: 'add' as const });
    await terminal.signUp({ ...account, terminalName: 'Test car', choose });
    if (!download) return;
    await terminal.service.session();
    await terminal.maps.download('montevideo');
  });
}

/** Makes a terminal's folder a kiosk's. */
export async function makeKiosk(folder: string, pin: string, idleSeconds: number): Promise<void> {
  const configuration: KioskConfiguration = { pin: await hashPin(pin), idleSeconds, signOutWhenIdle: false };
  await writeFile(join(folder, 'kiosk.json'), JSON.stringify(configuration));
}
