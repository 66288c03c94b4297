import { join } from 'node:path';
import type { ScreenState } from '../../src/contract/screen/state.ts';
import type { TerminalConfiguration } from '../../src/contract/terminal-configuration.ts';
import { CodedError } from '../../src/errors/coded-error.ts';
import { readWhole } from '../../src/host/atomic-file.ts';
import {
  configureTerminal,
  demoRegions,
  forgetHandedOver,
  installServers,
  provisionDemoDevice,
  publishRegion,
} from '../../src/host/demo-preparation.ts';
import type { LocalStackOptions } from '../../src/host/local-stack.ts';
import { operateServers } from '../../src/host/operate-servers.ts';
import type { TerminalHost } from '../terminal/terminal-host.ts';
import type { Carried } from './carried.ts';

type State = ScreenState['app']['demoSetUp'];
type Step = NonNullable<NonNullable<State>['step']>;

export interface DemoSetUpOptions {
  /** The terminal's folder; the servers' installation goes into it. */
  readonly data: string;
  readonly carried: Carried;
  readonly launch: NonNullable<LocalStackOptions['launch']>;
  readonly host: TerminalHost;
  /** Opens the terminal that is configured now, and starts its servers. */
  readonly open: () => Promise<void>;
  /** Resolves when the servers answer. */
  readonly started: () => Promise<void>;
  readonly onState: (state: State) => void;
}

/** Servers, regions, identity, and the servers' start. */
const steps = 3 + demoRegions.length;

/** F4: makes a terminal that nobody has set up its own map service; what was interrupted goes on when it is asked again. */
export class DemoSetUp {
  readonly #options: DemoSetUpOptions;
  readonly #ending = new AbortController();
  #running: Promise<void> | undefined;

  constructor(options: DemoSetUpOptions) {
    this.#options = options;
  }

  /** Offers itself to a terminal that has no service, or whose servers do not know it yet. */
  async look(): Promise<void> {
    const wanted = await this.#isWanted();
    if (this.#running === undefined) this.#options.onState(wanted ? this.#offered : undefined);
  }

  /** The device is known: no file needs to keep its secret, where one was left by a program that was killed. */
  async tidy(): Promise<void> {
    const { host, data } = this.#options;
    if (this.#running === undefined && host.device !== undefined) await forgetHandedOver(data);
  }

  /** @throws server.unavailable, vault.unavailable, store.*, configuration.invalid */
  prepare(): Promise<void> {
    this.#running ??= this.#prepareOnce();
    return this.#running;
  }

  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#running?.catch(() => undefined);
  }

  async #isWanted(): Promise<boolean> {
    const { host, data } = this.#options;
    if (host.configuration !== undefined) return host.configuration.localStack !== undefined && !host.device;
    // A configuration that cannot be used is somebody's, who shall mend it.
    return (await readWhole(join(data, 'terminal.json'), 1_048_576)) === undefined;
  }

  get #offered(): NonNullable<State> {
    return { state: 'offered', done: 0, total: steps };
  }

  async #prepareOnce(): Promise<void> {
    try {
      await this.#prepare();
    } finally {
      this.#running = undefined;
      await this.look();
    }
  }

  async #prepare(): Promise<void> {
    const { data, carried, launch, host, open, started, onState } = this.#options;
    let done = 0;
    const at = async (step: Step, work: () => Promise<unknown>) => {
      onState({ state: 'preparing', step, done, total: steps });
      await work();
      this.#goOn();
      done += 1;
    };
    const servers = this.#serversOf(host.configuration);
    const operate = operateServers({ ...servers, launch, signal: this.#ending.signal });
    await at('servers', () => installServers(operate, servers.data));
    for (const region of demoRegions) await at('maps', () => publishRegion(operate, carried.regions, region));
    // Without a program named, whichever version of the terminal runs brings its own.
    if (host.configuration === undefined) await configureTerminal(data, { data: servers.data });
    await open();
    await at('device', async () => {
      const { terminal } = host;
      if (host.device === undefined)
        await provisionDemoDevice(operate, data, (provisioning) => terminal.provision(provisioning));
      host.publish();
    });
    await at('start', started);
  }

  #serversOf(configuration: TerminalConfiguration | undefined): { program: string; data: string } {
    const { carried, data } = this.#options;
    const { localStack } = configuration ?? {};
    return { program: localStack?.program ?? carried.program, data: localStack?.data ?? join(data, 'servers') };
  }

  #goOn(): void {
    if (this.#ending.signal.aborted) throw new CodedError('server.unavailable', { detail: 'the program is ending' });
  }
}
