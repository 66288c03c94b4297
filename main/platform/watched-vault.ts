import type { ScreenState } from '../../src/contract/screen/state.ts';
import { CodedError } from '../../src/errors/coded-error.ts';
import { openVault } from '../../src/host/open-terminal.ts';
import { failureOf } from '../../src/terminal/failure.ts';
import type { Clock, SecretName, Vault } from '../../src/terminal/ports.ts';

type KeyringState = ScreenState['keyring'];

/** Seconds after which a keyring that does not answer counts as one that waits for its password to be typed. */
const silentFor = 3;
/** Seconds for the user to type it. */
const patience = 90;

export interface VaultOptions {
  readonly folder: string;
  readonly unsafeFile: boolean;
  readonly clock: Clock;
  readonly onState: (state: KeyringState) => void;
}

/**
 * The keyring, opened at its first use with a round trip that proves it, and watched: the screen hears whether it is ready,
 * locked, missing or broken. A call waits while the system asks its user for the keyring's password.
 */
export class WatchedVault implements Vault {
  readonly #options: VaultOptions;
  #opening: Promise<Vault> | undefined;
  #state: KeyringState = { state: 'unknown' };

  constructor(options: VaultOptions) {
    this.#options = options;
  }

  get state(): KeyringState {
    return this.#state;
  }

  /** Tries whether it can be used now. @throws vault.unavailable */
  async probe(): Promise<void> {
    await this.#using((vault) => vault.get('device-secret'));
  }

  get(name: SecretName): Promise<string | undefined> {
    return this.#using((vault) => vault.get(name));
  }

  set(name: SecretName, value: string): Promise<void> {
    return this.#using((vault) => vault.set(name, value));
  }

  delete(name: SecretName): Promise<void> {
    return this.#using((vault) => vault.delete(name));
  }

  async #using<T>(work: (vault: Vault) => Promise<T>): Promise<T> {
    const quiet = new AbortController();
    try {
      const result = await Promise.race([this.#opened().then(work), this.#impatience(quiet.signal)]);
      this.#tell({ state: this.#options.unsafeFile ? 'unsafe-file' : 'ready' });
      return result;
    } catch (error) {
      // Locked in the meantime, or gone: the next use opens it anew, with a proof.
      this.#opening = undefined;
      this.#tell({ state: troubleIn(error), failure: failureOf(error) });
      throw error;
    } finally {
      quiet.abort();
    }
  }

  #opened(): Promise<Vault> {
    this.#opening ??= openVault(this.#options.folder, this.#options.unsafeFile);
    return this.#opening;
  }

  /** Says that the keyring waits, then gives up. */
  async #impatience(quiet: AbortSignal): Promise<never> {
    const locked = new CodedError('vault.unavailable', {
      detail: 'the keyring waits for its password',
      info: { keyring: 'locked' },
    });
    const { clock } = this.#options;
    await clock.sleep(silentFor, quiet).catch(() => undefined);
    if (!quiet.aborted) this.#tell({ state: 'locked', failure: failureOf(locked) });
    await clock.sleep(patience, quiet).catch(() => undefined);
    throw locked;
  }

  #tell(state: KeyringState): void {
    this.#state = state;
    this.#options.onState(state);
  }
}

function troubleIn(error: unknown): 'locked' | 'missing' | 'broken' {
  const trouble = error instanceof CodedError ? error.info?.['keyring'] : undefined;
  return trouble === 'locked' || trouble === 'missing' ? trouble : 'broken';
}
