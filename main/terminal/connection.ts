import { CodedError, hasCode } from '../../src/errors/coded-error.ts';
import {
  beginChain,
  chainPicture,
  failChain,
  finishChain,
  idleChain,
  nextChain,
  type Chain,
} from '../../src/terminal/chain-picture.ts';
import type { TerminalEvent } from '../../src/terminal/events.ts';
import { failureOf } from '../../src/terminal/failure.ts';
import type { Clock } from '../../src/terminal/ports.ts';
import type { StateBoard } from '../app/state-board.ts';
import type { TerminalHost } from './terminal-host.ts';

/** Seconds before the first new try to open a session and the longest wait; doubling in between. */
const firstWait = 5;
const longestWait = 60;

export interface ConnectionOptions {
  readonly board: StateBoard;
  readonly host: TerminalHost;
  readonly clock: Clock;
  readonly log: (words: string) => void;
  /** A session is open that was not there before. */
  readonly onSession: () => void;
}

/** The way to the servers, as the screen shows it: the chain of servers, and a session that is kept while signed in. */
export class Connection {
  readonly #options: ConnectionOptions;
  #chain: Chain = idleChain;
  #waiting = new AbortController();
  #keeping: Promise<void> | undefined;
  #ended = false;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  /** What the terminal tells of. */
  heard(event: TerminalEvent): void {
    this.#show(nextChain(this.#chain, event, this.#now()));
    if (event.type === 'session-opened' || event.type === 'session-extended') {
      // The keeper knows the session only after it has told of it.
      queueMicrotask(() => {
        this.publishSession();
        if (event.type === 'session-opened' && !event.renewal) this.#options.onSession();
      });
    }
    if (event.type === 'signed-up') this.#options.host.publish();
  }

  /** Seconds run on: what is shown by them is told anew. */
  publish(): void {
    this.#show(this.#chain);
    this.publishSession();
  }

  publishSession(): void {
    const { board, host } = this.#options;
    const { state } = board.state.session;
    const sessions = host.signedIn ? host.terminal.sessions : undefined;
    const remaining = sessions?.remaining;
    const contract = sessions?.current?.contract;
    if (remaining !== undefined && contract !== undefined) {
      board.set('session', {
        state: 'open',
        remaining: remaining.expiresIn,
        lifetime: remaining.lifetime,
        plan: contract.plan,
        regions: [...contract.regions],
      });
    } else if (state === 'open') board.set('session', { state: 'none' });
  }

  /** Walks the whole way anew. @throws any coded error */
  async check(): Promise<void> {
    const { host } = this.#options;
    const { terminal } = host;
    this.#show(beginChain(this.#now()));
    try {
      await terminal.connectAnew();
      this.#show(finishChain(this.#chain));
    } catch (error) {
      this.#show(failChain(this.#chain, failureOf(error)));
      throw error;
    }
    this.publishSession();
  }

  /** From now on there is a session while an account is signed in. Called again, it does not wait any longer. */
  keep(): void {
    this.#waiting.abort();
    this.#keeping ??= this.#keep().finally(() => (this.#keeping = undefined));
  }

  async stop(): Promise<void> {
    this.#ended = true;
    this.#waiting.abort();
    await Promise.race([this.#keeping, this.#options.clock.sleep(0.2)]);
  }

  async #keep(): Promise<void> {
    const { host, board, log } = this.#options;
    for (let failures = 0; !this.#ended && host.signedIn;) {
      try {
        if (host.terminal.sessions.remaining === undefined) board.set('session', { state: 'opening' });
        await host.terminal.service.session();
        failures = 0;
        this.#show(finishChain(this.#chain));
        this.publishSession();
        await this.#wait(Math.max(1, host.terminal.sessions.remaining?.renewIn ?? firstWait));
      } catch (error) {
        if (!(error instanceof CodedError)) log(`the session cannot be kept: ${String(error)}`);
        failures += 1;
        const failure = failureOf(error);
        this.#show(failChain(this.#chain, failure));
        board.set('session', { state: 'failed', failure });
        // Only a person can change these: the next call of `keep` tries again.
        if (hasCode(error, 'access-key.not-active', 'contract.lapsed', 'terminal.not-signed-up')) return;
        await this.#wait(Math.min(longestWait, firstWait * 2 ** Math.min(failures - 1, 6)));
      }
    }
    if (!this.#ended) this.publishSession();
  }

  #show(chain: Chain): void {
    this.#chain = chain;
    this.#options.board.set('chain', chainPicture(chain, this.#now()));
  }

  #now(): number {
    return this.#options.clock.monotonic();
  }

  async #wait(seconds: number): Promise<void> {
    this.#waiting = new AbortController();
    await this.#options.clock.sleep(seconds, this.#waiting.signal).catch(() => undefined);
  }
}
