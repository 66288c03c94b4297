import { randomInt } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { AccountIssueReply } from '../../../src/contract/sign-up.ts';
import type { ApplicationStatus, ApplyReply } from '../../../src/contract/portal.ts';
import type { DeviceProvisioning, TerminalConfiguration } from '../../../src/contract/terminal-configuration.ts';
import { FileStore } from '../../../src/host/file-store.ts';
import { httpTransport } from '../../../src/host/http-transport.ts';
import { MapFolder } from '../../../src/host/map-folder.ts';
import { monotonicClock } from '../../../src/host/monotonic-clock.ts';
import { UnsafeFileVault } from '../../../src/host/unsafe-file-vault.ts';
import { Terminal } from '../../../src/terminal/terminal.ts';
import { writeArchive } from '../map-archive.ts';
import { applicant, goodCard, PortalVisitor } from '../portal.ts';
import { operateIn, runServersIn, type ServerProcess } from '../server-processes.ts';
import type { AcknowledgementNote, KeptRow } from './acknowledged.ts';
import { recordedEnvironment, type RecordOptions } from './recorder.ts';
import { note } from './recording.ts';

const row = (store: string, sql: string): KeptRow => ({ store, sql, expires: false });
const passingRow = (store: string, sql: string): KeptRow => ({ store, sql, expires: true });

/** Below the ports that other tests take, perhaps while these servers are stopped for a moment. */
export const drawFirstPort = (): number => randomInt(10_000, 11_900);

/** What was asked of the servers, and what they said. */
export interface ServersPast {
  device?: DeviceProvisioning;
  account?: AccountIssueReply;
  application?: string;
}

export interface ServersOptions extends Pick<RecordOptions, 'kill'> {
  /** SQLite is told to flush nothing. */
  readonly synchronousOff?: boolean;
  /** The installation, a first device, and no more. */
  readonly short?: boolean;
}

class Killed extends Error {}

/** All servers of an installation in one process, the operator's commands in others: the first day, from outside. */
export class ServersScenario {
  readonly folder: string;
  /** The recorded folder. */
  readonly disk: string;
  readonly data: string;
  readonly deviceFile: string;
  readonly log: string;
  readonly terminalFolder: string;
  /** The terminal's folder as it was right after sign-up. */
  readonly signedUpFolder: string;
  past: ServersPast = {};
  #environment: NodeJS.ProcessEnv = {};
  #servers: ServerProcess | undefined;

  private constructor(folder: string) {
    this.folder = folder;
    this.disk = join(folder, 'disk');
    this.data = join(this.disk, 'data');
    this.deviceFile = join(this.disk, 'device.json');
    this.log = join(folder, 'recording');
    this.terminalFolder = join(folder, 'terminal');
    this.signedUpFolder = join(folder, 'terminal-signed-up');
  }

  static async create(): Promise<ServersScenario> {
    return new ServersScenario(await mkdtemp(join(await realpath(tmpdir()), 'naviterm-power-')));
  }

  async close(): Promise<void> {
    await rm(this.folder, { recursive: true });
  }

  /** Lives through it all, recorded. @returns false where a process was killed on the way, as `options.kill` says */
  async live({ synchronousOff = false, short = false, ...options }: ServersOptions = {}): Promise<boolean> {
    for (const path of [this.disk, this.log, this.terminalFolder, this.signedUpFolder]) {
      await rm(path, { recursive: true, force: true });
    }
    await mkdir(this.disk);
    this.past = {};
    const off = { NODE_OPTIONS: `--import ${new URL('synchronous-off.ts', import.meta.url).href}` };
    const recording = { folder: this.disk, log: this.log, ...options };
    this.#environment = { ...recordedEnvironment(recording), ...(synchronousOff ? off : {}) };
    try {
      await this.#installation();
      if (!short) await this.#firstDay();
      await this.#stop();
      if (!short) await this.#secondDay();
      return true;
    } catch (error) {
      if (options.kill === undefined) throw error;
      return false;
    } finally {
      this.#servers?.child.kill('SIGKILL');
      await this.#servers?.ended;
    }
  }

  async #installation(): Promise<void> {
    await this.#command('installation', [], 'init', '--port', String(drawFirstPort()));
    await this.#run();
    const devices = [row('authentication/store.sqlite', "SELECT 1 FROM devices WHERE hardware_number = 'SN1'")];
    const facts = ['--maker', 'acme', '--model', 'car', '--serial', 'SN1', '--out', this.deviceFile];
    await this.#command('device', devices, 'devices', 'provision', ...facts);
    this.past.device = JSON.parse(await readFile(this.deviceFile, 'utf8')) as DeviceProvisioning;
  }

  async #firstDay(): Promise<void> {
    await this.#publish(1);
    await this.#applyAndPay();
    await this.#issueAccount();
    await this.#signUp();
    await this.#publish(2);
    // From the third version on chunks of the first go.
    await this.#publish(3);
  }

  /** The stores were closed, and are opened again. */
  async #secondDay(): Promise<void> {
    await this.#run();
    const terminal = await this.openTerminal(this.terminalFolder);
    const sql = 'SELECT 1 FROM (SELECT COUNT(*) AS n FROM sessions) WHERE n >= 2';
    await this.#ask('another session', [passingRow('accounts/store.sqlite', sql)], () => terminal.currentSession());
    await this.#stop();
  }

  async #applyAndPay(): Promise<void> {
    const visitor = await this.visitor();
    const application = await this.#ask(
      'application',
      [],
      async () => {
        const { body } = await visitor.postJson('/apply', applicant);
        return (JSON.parse(body) as ApplyReply).applicationNumber;
      },
      (number) => [row('portal/portal.sqlite', `SELECT 1 FROM applications WHERE number = '${number}'`)],
    );
    this.past.application = application;
    await visitor.postJson('/pay', { application, ...goodCard });
    await this.#ask(
      'payment',
      [
        row('portal/portal.sqlite', `SELECT 1 FROM applications WHERE number = '${application}' AND state = 'issued'`),
        row('portal/acquirer-sandbox.sqlite', 'SELECT 1 FROM charges WHERE capture_key IS NOT NULL'),
        row('accounts/store.sqlite', `SELECT 1 FROM accounts WHERE application_number = '${application}'`),
      ],
      async () => {
        for (;;) {
          const { body } = await visitor.get(`/application?application=${application}`, { accept: 'application/json' });
          if ((JSON.parse(body) as Partial<ApplicationStatus>).state === 'issued') return;
          await pause(50);
        }
      },
    );
  }

  async #issueAccount(): Promise<void> {
    const issued = await this.#command('account', [], 'accounts', 'issue', '--json');
    this.past.account = JSON.parse(issued) as AccountIssueReply;
    const sql = `SELECT 1 FROM accounts WHERE user_id = '${this.past.account.userId}'`;
    await this.#ask('the account, told', [row('accounts/store.sqlite', sql)], () => Promise.resolve());
  }

  async #signUp(): Promise<void> {
    const { device, account } = this.past;
    if (device === undefined || account === undefined) throw new TypeError('they were issued before');
    const terminal = await this.openTerminal(this.terminalFolder);
    await terminal.provision(device);
    const choose = () => Promise.resolve({ choice: 'add' as const });
    await this.#ask(
      'key',
      [
        row(
          'accounts/store.sqlite',
          `SELECT 1 FROM access_keys WHERE user_id = '${account.userId}' AND state = 'active'`,
        ),
      ],
      () => terminal.signUp({ ...account, terminalName: 'first', choose }),
    );
    await cp(this.terminalFolder, this.signedUpFolder, { recursive: true });
    await this.#ask(
      'admission and session',
      [
        passingRow('authentication/store.sqlite', 'SELECT 1 FROM certificates WHERE check_id IS NOT NULL'),
        passingRow('service/store.sqlite', 'SELECT 1 FROM admissions'),
        passingRow('accounts/store.sqlite', `SELECT 1 FROM sessions WHERE user_id = '${account.userId}'`),
      ],
      () => terminal.maps.list(),
    );
  }

  async #publish(version: number): Promise<void> {
    const file = await this.archive(version);
    const kept = row('service/store.sqlite', `SELECT 1 FROM metadata WHERE role = 'targets' AND version >= ${version}`);
    const named = ['--region', 'city', '--map-version', String(version)];
    await this.#command(`map ${version}`, [kept], 'maps', 'publish', file, ...named);
  }

  /** A map of which each version differs from the last in its end. */
  async archive(version: number): Promise<string> {
    const file = join(this.folder, 'city.pmtiles');
    await writeArchive(file, { tiles: [...Array.from({ length: 12 }, (_, n) => `tile ${n}`), `version ${version}`] });
    return file;
  }

  async openTerminal(folder: string): Promise<Terminal> {
    const configuration = JSON.parse(await readFile(join(this.data, 'terminal.json'), 'utf8')) as TerminalConfiguration;
    return Terminal.open({
      configuration,
      ports: {
        store: new FileStore(folder),
        vault: new UnsafeFileVault(folder),
        maps: new MapFolder(join(folder, 'maps')),
        clock: monotonicClock,
        transport: httpTransport,
      },
    });
  }

  async visitor(): Promise<PortalVisitor> {
    const read = (...path: string[]) => readFile(join(this.data, 'portal', ...path), 'utf8');
    const { baseUrl } = JSON.parse(await read('role.json')) as { baseUrl: string };
    return new PortalVisitor(baseUrl, await read('tls', 'ca.pem'));
  }

  async #run(): Promise<void> {
    this.#servers = await runServersIn(this.#environment, this.data);
  }

  async #stop(): Promise<void> {
    this.#servers?.child.kill('SIGTERM');
    if ((await this.#servers?.ended) === 'SIGKILL') throw new Killed();
  }

  async #command(name: string, rows: readonly KeptRow[], ...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await operateIn(this.#environment, '--data', this.data, ...args);
    if (code !== 0) throw new Killed(`${args.join(' ')} ended with ${code}: ${stderr}`);
    this.#note({ answered: { name, rows }, by: 'command' });
    return stdout;
  }

  async #ask<T>(
    name: string,
    rows: readonly KeptRow[],
    ask: () => Promise<T>,
    rowsOf: (answer: T) => readonly KeptRow[] = () => rows,
  ): Promise<T> {
    this.#note({ asked: name });
    const answer = await ask();
    this.#note({ answered: { name, rows: rowsOf(answer) }, by: 'server' });
    return answer;
  }

  #note(value: AcknowledgementNote): void {
    note(this.log, value);
  }
}
