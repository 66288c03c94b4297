import { hasCode } from '../../src/errors/coded-error.ts';
import type { Clock } from '../../src/terminal/ports.ts';
import type { WatchedVault } from './watched-vault.ts';

/** Seconds between looks at a keyring that is not there, and at a locked one: asking it makes the system ask its user. */
const lookEvery = 5;
const askLockedEvery = 60;

/** Looks for a keyring that is missing, broken or locked, until it can be used. */
export class KeyringWatch {
  readonly #vault: WatchedVault;
  readonly #clock: Clock;
  readonly #onReady: () => void;

  /** @param onReady it can be used, and could not before */
  constructor(vault: WatchedVault, clock: Clock, onReady: () => void) {
    this.#vault = vault;
    this.#clock = clock;
    this.#onReady = onReady;
  }

  async look(): Promise<void> {
    const before = this.#vault.state.state;
    await this.#vault.probe().catch((error: unknown) => {
      if (!hasCode(error, 'vault.unavailable')) throw error;
    });
    if (before !== 'unknown' && before !== 'ready' && this.#vault.state.state === 'ready') this.#onReady();
  }

  /** Resolves when the signal says so. */
  async follow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const { state } = this.#vault.state;
      if (state !== 'ready' && state !== 'unsafe-file') await this.look();
      const seconds = this.#vault.state.state === 'locked' ? askLockedEvery : lookEvery;
      await this.#clock.sleep(seconds, signal).catch(() => undefined);
    }
  }
}
