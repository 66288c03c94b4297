import type { ScreenState } from '../../src/contract/screen/state.ts';
import { CodedError } from '../../src/errors/coded-error.ts';
import { LocalStack, type LocalStackOptions } from '../../src/host/local-stack.ts';
import { failureOf } from '../../src/terminal/failure.ts';
import type { Clock } from '../../src/terminal/ports.ts';

type StackState = ScreenState['stack'];

/** Seconds before the first restart and the longest wait; doubling in between. */
const firstWait = 1;
const longestWait = 30;
/** Ends in a row from which on they count as failed, though they are still started again. */
const seriousFrom = 4;
/** Seconds of running after which an end counts as the first one again. */
const wellAfter = 60;
/** Seconds between looks at servers that somebody else started. */
const lookEvery = 5;

export interface SupervisorOptions {
  readonly stack: LocalStackOptions;
  readonly clock: Clock;
  /** Whether servers answer already that are not ours. */
  readonly answers: () => Promise<boolean>;
  readonly onState: (state: StackState, retryAt: number | undefined) => void;
}

/** F4: keeps the servers of this machine running, started again after growing waits whenever they end. */
export class StackSupervisor {
  readonly #options: SupervisorOptions;
  readonly #ending = new AbortController();
  #waiting = new AbortController();
  #stack: LocalStack | undefined;
  #watching: Promise<void> | undefined;
  #attempt = 0;

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  /** Address of a role; undefined where the servers are not ours, or do not run. */
  address(role: string): string | undefined {
    return this.#stack?.addresses.get(role);
  }

  start(): void {
    this.#watching ??= this.#watch();
  }

  /** Does not wait any longer for the next start. */
  retryNow(): void {
    this.#attempt = 0;
    this.#waiting.abort();
  }

  async stop(): Promise<void> {
    this.#ending.abort();
    this.#waiting.abort();
    await this.#stack?.stop();
    await this.#watching;
  }

  async #watch(): Promise<void> {
    const { clock, answers, onState } = this.#options;
    while (!this.#ending.signal.aborted) {
      if (await answers()) {
        onState({ state: 'running', attempt: 0 }, undefined);
        await this.#wait(lookEvery);
        continue;
      }
      this.#attempt += 1;
      onState({ state: this.#attempt === 1 ? 'starting' : 'restarting', attempt: this.#attempt }, undefined);
      const started = clock.monotonic();
      const failure = await this.#runOnce();
      if (this.#ending.signal.aborted) return;
      if (clock.monotonic() - started > wellAfter) this.#attempt = 0;
      const seconds = Math.min(longestWait, firstWait * 2 ** Math.max(0, this.#attempt - 1));
      onState(
        {
          state: this.#attempt >= seriousFrom ? 'failed' : 'restarting',
          attempt: this.#attempt,
          retryIn: seconds,
          failure: failureOf(failure),
        },
        clock.monotonic() + seconds,
      );
      await this.#wait(seconds);
    }
  }

  /** Starts the servers and waits for their end. @returns why it came */
  async #runOnce(): Promise<CodedError> {
    try {
      const stack = await LocalStack.start(this.#options.stack);
      if (this.#ending.signal.aborted) await stack.stop();
      this.#stack = stack;
      this.#options.onState({ state: 'running', attempt: this.#attempt }, undefined);
      const how = await new Promise<string>((resolve) => stack.onEnd(resolve));
      return new CodedError('server.unavailable', { detail: `the servers ${how}` });
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      return error;
    } finally {
      this.#stack = undefined;
    }
  }

  async #wait(seconds: number): Promise<void> {
    this.#waiting = new AbortController();
    if (this.#ending.signal.aborted) return;
    await this.#options.clock.sleep(seconds, this.#waiting.signal).catch(() => undefined);
  }
}
