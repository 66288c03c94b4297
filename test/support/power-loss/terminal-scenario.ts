import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AccountIssueReply } from '../../../src/contract/sign-up.ts';
import type { DeviceProvisioning } from '../../../src/contract/terminal-configuration.ts';
import { toBase64url } from '../../../src/protocol/bytes.ts';
import { writeArchive } from '../map-archive.ts';
import { newAccount } from '../real-terminal.ts';
import { startService, type ServiceUnderTest } from '../service-under-test.ts';
import { startRecordedTerminal } from './recorded-terminal.ts';
import type { RecordOptions } from './recorder.ts';
import type { TerminalOrder } from './terminal-child.ts';

const tiles = Array.from({ length: 16 }, (_, index) => `tile ${index}`);

export interface LifeOptions extends Pick<RecordOptions, 'kill' | 'withoutSync'> {
  /** Provisioned, and no more. */
  readonly short?: boolean;
}

/** Servers, and the life of one terminal beside them: provisioned, signed up, a map, its next version, forgotten. */
export class TerminalScenario {
  readonly #servers: ServiceUnderTest;
  /** The recorded folder; the terminal's own is below it. */
  readonly disk: string;
  readonly log: string;
  readonly configuration: string;
  #device: DeviceProvisioning | undefined;
  #account: AccountIssueReply | undefined;
  /** Of the map that was published last; 0 where none was. */
  version = 0;

  private constructor(servers: ServiceUnderTest, folder: string) {
    this.#servers = servers;
    this.disk = join(folder, 'disk');
    this.log = join(folder, 'recording');
    this.configuration = join(folder, 'terminal.json');
  }

  static async start(): Promise<TerminalScenario> {
    const servers = await startService();
    const folder = await mkdtemp(join(await realpath(tmpdir()), 'naviterm-power-'));
    const scenario = new TerminalScenario(servers, folder);
    const configuration = {
      serviceUrl: servers.contexts.maps.baseUrl,
      allocationRoot: { publicKey: toBase64url(servers.rootKey.publicKey), lowestVersion: 1 },
      mapRoot: await readFile(join(servers.publisherFolder, '1.root.json'), 'utf8'),
    };
    await writeFile(scenario.configuration, JSON.stringify(configuration));
    return scenario;
  }

  async close(): Promise<void> {
    await rm(join(this.disk, '..'), { recursive: true });
    await this.#servers.close();
  }

  /** Lives through it all in a recorded process, or until that is killed. @returns what the process ended with */
  async live({ short = false, ...options }: LifeOptions = {}): Promise<number | string | null> {
    await rm(this.disk, { recursive: true, force: true });
    await rm(this.log, { force: true });
    await mkdir(this.disk);
    this.#device = (await this.#servers.device()).device;
    this.#account = await newAccount(this.#servers);
    const recording = { folder: this.disk, log: this.log, ...options };
    const terminal = startRecordedTerminal(join(this.disk, 'terminal'), this.configuration, recording);
    const orders: readonly (() => Promise<TerminalOrder>)[] = [
      async () => ({ order: 'provision', device: this.provisioned() }),
      async () => ({ order: 'sign-up', account: this.accounted() }),
      async () => ({ order: 'download', version: await this.#publish() }),
      async () => ({ order: 'download', version: await this.#publish() }),
      async () => ({ order: 'forget' }),
    ];
    for (const order of short ? orders.slice(0, 1) : orders) if (!(await terminal.follow(await order()))) break;
    return terminal.stop();
  }

  provisioned(): DeviceProvisioning {
    if (this.#device === undefined) throw new TypeError('it has not lived yet');
    return this.#device;
  }

  accounted(): AccountIssueReply {
    if (this.#account === undefined) throw new TypeError('it has not lived yet');
    return this.#account;
  }

  newAccount(): Promise<AccountIssueReply> {
    return newAccount(this.#servers);
  }

  async #publish(): Promise<string> {
    this.version += 1;
    const file = join(this.disk, '..', 'city.pmtiles');
    await writeArchive(file, { tiles: [...tiles, `version ${this.version}`] });
    await this.#servers.publish({ file, regionId: 'city', version: String(this.version) });
    return String(this.version);
  }
}
