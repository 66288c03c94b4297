import { randomUUID } from 'node:crypto';
import { CodedError } from '../errors/coded-error.ts';
import type { SecretName, Vault } from '../terminal/ports.ts';

type Keytar = typeof import('keytar');

/** What is wrong with a keyring, in the `info` of vault.unavailable. */
export type KeyringTrouble = 'locked' | 'missing' | 'broken';

function unavailable(detail: string, keyring: KeyringTrouble, cause?: unknown): CodedError {
  return new CodedError('vault.unavailable', { detail, info: { keyring }, cause });
}

/** By libsecret's and D-Bus's own words, which are English whatever the locale; other systems' count as broken. */
function troubleIn(words: string): KeyringTrouble {
  if (/locked|dismissed|prompt/i.test(words)) return 'locked';
  // Chromium says "disabled:" to its process where there is no bus.
  return /autolaunch|“disabled”|not provided by any|ServiceUnknown|Could not connect|No such file/i.test(words)
    ? 'missing'
    : 'broken';
}

/**
 * Secrets in the operating system's keyring (F2), an entry each, under `service` (one terminal's name). A locked keyring
 * answers "nothing stored" without an error, so a round trip proves it before it is trusted.
 */
export class KeyringVault implements Vault {
  readonly #keytar: Keytar;
  readonly #service: string;

  private constructor(keytar: Keytar, service: string) {
    this.#keytar = keytar;
    this.#service = service;
  }

  /** @throws vault.unavailable where there is no keyring, or it is locked */
  static async open(service: string): Promise<KeyringVault> {
    const vault = new KeyringVault(await loadKeytar(), service);
    await vault.#probe();
    return vault;
  }

  async get(name: SecretName): Promise<string | undefined> {
    return (await this.#using(() => this.#keytar.getPassword(this.#service, name))) ?? undefined;
  }

  async set(name: SecretName, value: string): Promise<void> {
    await this.#using(() => this.#keytar.setPassword(this.#service, name, value));
  }

  async delete(name: SecretName): Promise<void> {
    await this.#using(() => this.#keytar.deletePassword(this.#service, name));
  }

  async #probe(): Promise<void> {
    const account = `probe-${randomUUID()}`;
    const value = randomUUID();
    const found = await this.#using(async () => {
      await this.#keytar.setPassword(this.#service, account, value);
      const stored = await this.#keytar.getPassword(this.#service, account);
      await this.#keytar.deletePassword(this.#service, account);
      return stored;
    });
    if (found !== value) throw unavailable('the keyring is locked, or has no default collection', 'locked');
  }

  async #using<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : 'no reason given';
      throw unavailable(`the keyring does not answer: ${reason}`, troubleIn(reason), cause);
    }
  }
}

async function loadKeytar(): Promise<Keytar> {
  try {
    const module = await import('keytar');
    return 'default' in module ? module.default : module;
  } catch (cause) {
    throw unavailable('the keyring library cannot be loaded (on Debian: libsecret-1-0)', 'missing', cause);
  }
}
