import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openTerminal, type OpenedTerminal } from '../../src/host/open-terminal.ts';
import { check } from '../../src/contract/check.ts';
import type { AccountIssueReply } from '../../src/contract/sign-up.ts';
import { DeviceProvisioning } from '../../src/contract/terminal-configuration.ts';
import { decodeJson } from '../../src/protocol/bytes.ts';
import { startProcess, type RunningProcess } from '../kit/processes.ts';

export const serverProgram = fileURLToPath(new URL('../../local-servers/cli/main.ts', import.meta.url));
/** On a real disk, unlike the system's temporary folder on some machines; ignored by git. */
const scratchFolder = fileURLToPath(new URL('../../build/bench/', import.meta.url));

/** Seconds. */
const abandonedAfter = 3_600;

/** What a load test needs that no terminal does: that nothing runs out, and that one address may ask so much. */
const loadSettings = {
  accounts: ['sessionLifetime=86400', 'provisionalLifetime=600'],
  authentication: ['certificateLifetime=86400'],
  service: ['requestsPerMinute=100000000'],
} as const;

export interface InstallationOptions {
  /** The first of the ports that its roles listen at; installations that run at the same time have other ones. */
  readonly port?: number;
  readonly settings?: Readonly<Record<string, readonly string[]>>;
}

export interface BenchTerminal extends OpenedTerminal {
  readonly folder: string;
}

/** A fresh installation of all roles, as `naviterm-server init` makes it, and the programs that run on it. */
export class Installation {
  readonly folder: string;
  readonly data: string;
  readonly #running: { readonly stop: () => Promise<void> }[] = [];

  private constructor(folder: string) {
    this.folder = folder;
    this.data = join(folder, 'servers');
  }

  static async create({ port = 17_401, settings = loadSettings }: InstallationOptions = {}): Promise<Installation> {
    await mkdir(scratchFolder, { recursive: true });
    await removeAbandoned();
    const installation = new Installation(await mkdtemp(join(scratchFolder, 'installation-')));
    await installation.operate('init', '--port', String(port));
    for (const [role, values] of Object.entries(settings)) await installation.operate('configure', role, ...values);
    return installation;
  }

  /** Runs a command of `naviterm-server` and gives what it printed. */
  async operate(...parameters: readonly string[]): Promise<string> {
    const all = [serverProgram, '--data', this.data, ...parameters];
    const { stdout } = await promisify(execFile)(process.execPath, all, { maxBuffer: 16 * 1024 * 1024 });
    return stdout;
  }

  /** Runs roles together in one process, as an operator does; on any core where none is named. */
  async run(roles: readonly string[], core?: number): Promise<RunningProcess> {
    const log = join(this.folder, `${roles.join('-')}.log`);
    const started = await startProcess({
      command: [
        process.execPath,
        serverProgram,
        '--data',
        this.data,
        'run',
        ...roles,
        '--json',
        '--log-file',
        log,
        '--stop-with-parent',
      ],
      ...(core === undefined ? {} : { core }),
      isReady: (printed) => printed.includes('"ready":true'),
    });
    this.#running.push(started);
    return started;
  }

  /** A terminal with a device identity and an account; the roles have to run. */
  async signedUpTerminal(name = 'terminal'): Promise<BenchTerminal> {
    const account = JSON.parse(await this.operate('accounts', 'issue', '--json')) as AccountIssueReply;
    const opened = await this.terminal(name);
    await opened.terminal.signUp({
      ...account,
      terminalName: 'bench',
      choose: () => Promise.resolve({ choice: 'add' }),
    });
    return opened;
  }

  /** A terminal with a device identity, its state in a folder of that name. */
  async terminal(name: string): Promise<BenchTerminal> {
    const data = join(this.folder, name);
    await mkdir(data);
    await copyFile(join(this.data, 'terminal.json'), join(data, 'terminal.json'));
    const file = join(data, 'device.json');
    const device = ['--maker', 'bench', '--model', 'bench', '--serial', name];
    await this.operate('devices', 'provision', ...device, '--out', file);
    const provisioning = decodeJson(await readFile(file), 'configuration.invalid');
    // The secrets of a measurement guard nothing; a keyring is not what is measured.
    const opened = await openTerminal({ data, unsafeFileVault: true });
    await opened.terminal.provision(check(DeviceProvisioning, provisioning, 'configuration.invalid'));
    this.#running.push({ stop: opened.close });
    return { ...opened, folder: data };
  }

  /** What `remove` stops, too: peers of the measurement. */
  alsoStop(other: { readonly stop: () => Promise<void> }): void {
    this.#running.push(other);
  }

  async remove(): Promise<void> {
    for (const { stop } of this.#running.toReversed()) await stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** What measurements that were killed left behind. */
async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(scratchFolder)) {
    const folder = join(scratchFolder, name);
    const facts = await stat(folder).catch(() => undefined);
    const age = Date.now() - (facts?.mtimeMs ?? Date.now());
    if (age > abandonedAfter * 1000) await rm(folder, { recursive: true, force: true });
  }
}
