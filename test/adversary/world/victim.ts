import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AllocationAnswer, type ConnectionInformation } from '../../../src/contract/allocation.ts';
import { hasCode } from '../../../src/errors/coded-error.ts';
import { peekUnverified } from '../../../src/protocol/signed-document.ts';
import type { AllocationRoute } from '../../../src/terminal/events.ts';
import type { Terminal } from '../../../src/terminal/terminal.ts';
import type { RealTerminal } from '../../support/real-terminal.ts';
import type { TestClock } from '../../support/test-clock.ts';
import type { Network } from './network.ts';

/** The terminal that is attacked: the real one, on the intruder's network. */
export class Victim {
  readonly #network: Network;
  readonly #clock: TestClock;
  #opened: RealTerminal;

  constructor(opened: RealTerminal, network: Network, clock: TestClock) {
    this.#network = network;
    this.#clock = clock;
    this.#opened = this.#onWire(opened);
  }

  get opened(): RealTerminal {
    return this.#opened;
  }

  get terminal(): Terminal {
    return this.#opened.terminal;
  }

  /** Only what is on its disk is left. */
  async restart(route: AllocationRoute = 'terminal-walked'): Promise<RealTerminal> {
    this.#opened = this.#onWire(await this.#opened.restart({ route }));
    return this.#opened;
  }

  /** Maps and what is known of them are gone; who the terminal is and whom it believes stays. */
  async forgetMaps(): Promise<void> {
    for (const name of await readdir(this.#opened.folder)) {
      if (name !== 'terminal-state.json' && !name.startsWith('unsafe'))
        await rm(join(this.#opened.folder, name), { recursive: true, force: true });
    }
  }

  #onWire(opened: RealTerminal): RealTerminal {
    opened.line.through = this.#network.from('terminal');
    return opened;
  }

  /**
   * What it holds durably and an attack must not change: whose terminal it is, whom it believes, where it is led to. One
   * text, the same after each honest visit.
   */
  beliefs(): string {
    const { account, device, directoryVersion, chains, seenVersions } = this.terminal.context.state.current;
    const ledTo = Object.keys(chains).length === 0 ? undefined : this.ledTo();
    return JSON.stringify({ account, device, directoryVersion, ledTo, seenVersions });
  }

  /** The authentication server that it was last led to. */
  ledTo(): ConnectionInformation {
    const [last] = Object.values(this.terminal.context.state.current.chains).map(({ answers }) => answers.at(-1));
    if (last === undefined) throw new Error('the terminal has not been led anywhere');
    return peekUnverified(last, AllocationAnswer).information;
  }

  /**
   * The honest run: admitted at the service, a session that the account server tells to go on. It waits where it is told
   * to, as a user does. @throws what it cannot overcome
   */
  async enter(): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.terminal.currentSession();
        return;
      } catch (error) {
        const told = hasCode(error, 'session.too-many', 'request.rate-limited', 'account.too-many-attempts');
        if (!told || attempt === 3) throw error;
        this.#clock.advance(error.retryAfter ?? 60);
      }
    }
  }
}
