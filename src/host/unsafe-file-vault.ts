import { join } from 'node:path';
import { CodedError } from '../errors/coded-error.ts';
import { namingPlace } from '../errors/naming-place.ts';
import { decodeJson, encodeJson, fromBase64url, toBase64url, utf8 } from '../protocol/bytes.ts';
import { randomBytes } from '../protocol/random.ts';
import { openAtRest, sealAtRest } from '../protocol/sealing-at-rest.ts';
import type { SecretName, Vault } from '../terminal/ports.ts';
import { readWhole, writeAtomically } from './atomic-file.ts';

const maximumBytes = 65_536;

/**
 * Secrets in an encrypted file whose key lies beside it: whoever copies the folder has them. Only for machines without
 * a keyring, and only where somebody asked for it by name.
 */
export class UnsafeFileVault implements Vault {
  readonly #secretsPath: string;
  readonly #keyPath: string;

  constructor(folder: string) {
    this.#secretsPath = join(folder, 'unsafe-vault.json');
    this.#keyPath = join(folder, 'unsafe-vault.key');
  }

  async get(name: SecretName): Promise<string | undefined> {
    const sealed = (await this.#read())[name];
    if (sealed === undefined) return undefined;
    const key = await this.#key();
    const open = () => openAtRest(key, name, fromBase64url(sealed, 'store.unreadable'));
    return new TextDecoder().decode(await namingPlace(this.#secretsPath, open));
  }

  async set(name: SecretName, value: string): Promise<void> {
    const sealed = toBase64url(sealAtRest(await this.#key(), name, utf8(value)));
    await writeAtomically(this.#secretsPath, encodeJson({ ...(await this.#read()), [name]: sealed }));
  }

  async delete(name: SecretName): Promise<void> {
    const { [name]: _deleted, ...rest } = await this.#read();
    await writeAtomically(this.#secretsPath, encodeJson(rest));
  }

  async #key(): Promise<Uint8Array> {
    const stored = await readWhole(this.#keyPath, 32);
    if (stored !== undefined) return stored;
    const key = randomBytes(32);
    await writeAtomically(this.#keyPath, key);
    return key;
  }

  async #read(): Promise<Partial<Record<SecretName, string>>> {
    const content = await readWhole(this.#secretsPath, maximumBytes);
    if (content === undefined) return {};
    const value = await namingPlace(this.#secretsPath, () => decodeJson(content, 'store.unreadable'));
    if (
      typeof value !== 'object' ||
      value === null ||
      Array.isArray(value) ||
      Object.values(value).some((entry) => typeof entry !== 'string')
    ) {
      throw new CodedError('store.unreadable', { detail: this.#secretsPath });
    }
    return value;
  }
}
