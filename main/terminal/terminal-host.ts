import type { Failure } from '../../src/contract/screen/failure.ts';
import type { ScreenState } from '../../src/contract/screen/state.ts';
import type { TerminalConfiguration } from '../../src/contract/terminal-configuration.ts';
import { CodedError } from '../../src/errors/coded-error.ts';
import { openTerminal, type OpenedTerminal, type OpenOptions } from '../../src/host/open-terminal.ts';
import { asCodedError } from '../../src/host/system-error.ts';
import { failureOf } from '../../src/terminal/failure.ts';
import type { Terminal, TerminalStatus } from '../../src/terminal/terminal.ts';

type TerminalState = ScreenState['terminal'];

/** The terminal's core, once it could be opened; until then, why not. */
export class TerminalHost {
  readonly #options: OpenOptions;
  readonly #onState: (state: TerminalState) => void;
  readonly #onOpened: () => Promise<void>;
  #opened: OpenedTerminal | undefined;
  #opening: Promise<boolean> | undefined;
  #tried = false;
  #remark: Failure | undefined;
  #failure = new CodedError('terminal.internal', { detail: 'the terminal is still starting' });

  /** @param onOpened reads what else the folder says; nobody is told who this terminal is before that is known */
  constructor(options: OpenOptions, onState: (state: TerminalState) => void, onOpened: () => Promise<void>) {
    this.#options = options;
    this.#onState = onState;
    this.#onOpened = onOpened;
  }

  /** Opens the terminal's folder. @returns whether it is open now */
  open(): Promise<boolean> {
    // Whoever asks meanwhile waits for the same: the folder can be opened once.
    this.#opening ??= this.#open().finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  async #open(): Promise<boolean> {
    if (this.#opened !== undefined) return true;
    try {
      this.#opened = await openTerminal(this.#options);
      await this.#onOpened();
    } catch (error) {
      const coded = asCodedError(error, 'store.unreadable');
      if (coded === undefined) throw error;
      this.#failure = coded;
    } finally {
      this.#tried = true;
      this.publish();
    }
    return this.#opened !== undefined;
  }

  /** @throws what it could not be opened for */
  get terminal(): Terminal {
    if (this.#opened === undefined) throw this.#failure;
    return this.#opened.terminal;
  }

  /** Undefined where the terminal is not open. */
  get configuration(): TerminalConfiguration | undefined {
    return this.#opened?.configuration;
  }

  /** Undefined where the terminal is not open, or has no identity. */
  get device(): TerminalStatus['device'] {
    return this.#opened?.terminal.status().device;
  }

  get signedIn(): boolean {
    return this.#opened?.terminal.status().account !== undefined;
  }

  /** Something that its user or operator shall see beside who this terminal is. */
  remark(failure: Failure): void {
    this.#remark = failure;
    this.publish();
  }

  /** Tells the screen who this terminal is. */
  publish(): void {
    const remark = this.#remark === undefined ? {} : { failure: this.#remark };
    if (!this.#tried) {
      this.#onState({ phase: 'starting', ...remark });
      return;
    }
    if (this.#opened === undefined) {
      this.#onState({ phase: 'unconfigured', failure: failureOf(this.#failure) });
      return;
    }
    const { device, account } = this.#opened.terminal.status();
    const identity =
      device === undefined
        ? {}
        : { device: { makerId: device.makerId, modelId: device.modelId, hardwareNumber: device.hardwareNumber } };
    if (account === undefined) {
      this.#onState({ phase: device === undefined ? 'unprovisioned' : 'signed-out', ...identity, ...remark });
      return;
    }
    const { userId, confirmed } = account;
    this.#onState({ phase: 'signed-in', ...identity, account: { userId, confirmed }, ...remark });
  }

  async close(): Promise<void> {
    await this.#opened?.close();
    this.#opened = undefined;
  }
}
