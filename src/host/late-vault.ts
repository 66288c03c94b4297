import type { SecretName, Vault } from '../terminal/ports.ts';

/** A vault that is opened when the first secret is needed: what needs none works with the keyring locked. */
export class LateVault implements Vault {
  readonly #open: () => Promise<Vault>;
  #vault: Promise<Vault> | undefined;

  constructor(open: () => Promise<Vault>) {
    this.#open = open;
  }

  async get(name: SecretName): Promise<string | undefined> {
    return (await this.#opened()).get(name);
  }

  async set(name: SecretName, value: string): Promise<void> {
    await (await this.#opened()).set(name, value);
  }

  async delete(name: SecretName): Promise<void> {
    await (await this.#opened()).delete(name);
  }

  /** A failed opening is tried again at the next use: the user may have unlocked the keyring. */
  #opened(): Promise<Vault> {
    this.#vault ??= this.#open().catch((error: unknown) => {
      this.#vault = undefined;
      throw error;
    });
    return this.#vault;
  }
}
