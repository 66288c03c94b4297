import { join } from 'node:path';
import { CodedError } from '../../src/errors/coded-error.ts';
import { httpTransport } from '../../src/host/http-transport.ts';
import type { Clock } from '../../src/terminal/ports.ts';
import type { StateBoard } from '../app/state-board.ts';
import { applyForDemoAccount, type DemoAccount } from '../terminal/demo-account.ts';
import type { TerminalHost } from '../terminal/terminal-host.ts';
import { chooseLaunch } from './launch.ts';
import { StackSupervisor } from './supervisor.ts';

/** Seconds. */
const startWithin = 60;

export interface LocalServersOptions {
  readonly board: StateBoard;
  readonly host: TerminalHost;
  readonly clock: Clock;
  /** The servers answer that did not answer before. */
  readonly onRunning: () => void;
}

/** F4: the servers that a terminal's configuration puts on its own machine, as topic `stack` shows them. */
export class LocalServers {
  readonly #options: LocalServersOptions;
  #supervisor: StackSupervisor | undefined;
  #retryAt: number | undefined;

  constructor(options: LocalServersOptions) {
    this.#options = options;
  }

  /** Starts what the configuration names. @param carried the program where it names none */
  start(carried: string | undefined): void {
    const { board, host, clock, onRunning } = this.#options;
    const { configuration } = host;
    const stack = configuration?.localStack;
    const program = stack?.program ?? carried;
    if (configuration === undefined || stack === undefined || program === undefined) return;
    const url = `${configuration.serviceUrl.replace(/\/$/, '')}/health`;
    const look = { method: 'GET', url, headers: {}, maximumBytes: 65_536, timeout: 2 };
    this.#supervisor = new StackSupervisor({
      stack: {
        data: stack.data,
        program,
        arguments: ['--log-file', join(stack.data, 'servers.log')],
        launch: chooseLaunch(),
      },
      clock,
      answers: () =>
        httpTransport(look).then(
          () => true,
          () => false,
        ),
      onState: (state, retryAt) => {
        const wasRunning = board.state.stack.state === 'running';
        this.#retryAt = retryAt;
        board.set('stack', state);
        if (state.state === 'running' && !wasRunning) onRunning();
      },
    });
    this.#supervisor.start();
  }

  retryNow(): void {
    this.#supervisor?.retryNow();
  }

  /** What counts down, told as it is now. */
  publish(): void {
    const { board, clock } = this.#options;
    const at = this.#retryAt;
    if (at !== undefined)
      board.update('stack', (stack) => ({ ...stack, retryIn: Math.max(0, at - clock.monotonic()) }));
  }

  /** @throws server.unavailable where they do not answer in time; terminal.cancelled */
  async untilTheyAnswer(signal: AbortSignal): Promise<void> {
    const { board, clock } = this.#options;
    const deadline = clock.monotonic() + startWithin;
    while (board.state.stack.state !== 'running') {
      if (clock.monotonic() > deadline)
        throw new CodedError('server.unavailable', { detail: 'the servers of this machine do not answer' });
      await clock.sleep(0.1, signal);
    }
  }

  /** C1, C2: an account, applied and paid for as a first-time user would. @throws server.unavailable, network.* */
  applyForAccount(): Promise<DemoAccount> {
    const servers = this.#options.host.configuration?.localStack?.data;
    const portalUrl = this.#supervisor?.address('portal');
    const mailboxUrl = this.#supervisor?.address('mailbox');
    if (servers === undefined || portalUrl === undefined || mailboxUrl === undefined)
      throw new CodedError('server.unavailable', { detail: 'the servers of this machine do not run yet' });
    return applyForDemoAccount({ portalUrl, mailboxUrl, servers });
  }

  async stop(): Promise<void> {
    await this.#supervisor?.stop();
  }
}
