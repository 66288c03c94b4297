import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';
import { CodedError } from '../errors/coded-error.ts';
import type { ErrorCode } from '../errors/codes.ts';
import { concat, toBase64url, utf8 } from './bytes.ts';
import { importSecretKey } from './hash.ts';
import { deriveKey } from './labels.ts';
import { randomBytes } from './random.ts';

const saltBytes = 16;
const nonceBytes = 12;
const tagBytes = 16;
/** Sealings under one key; random nonces of 96 bits meet among so many with a chance of 2^-57. */
const sealingsPerKey = 2 ** 20;
/** Keys of other processes, and of this one's past, that are kept ready. */
const keyCeiling = 64;

/**
 * Seals what a server remembers for minutes: cookies, channels, keys of sessions. As `sealAtRest`, salt (16) ‖ nonce
 * (12) ‖ AES-256-GCM ciphertext ‖ tag, but the key HKDF(master, salt, label) serves many sealings of one process, so that a
 * message costs no derivation. Not for secrets of devices and users: opening takes longer under a key that is not ready
 * yet, and would tell whether there is one.
 */
export class StateSealer {
  readonly #masterKey: Uint8Array;
  readonly #label: string;
  readonly #refusal: ErrorCode;
  readonly #keys = new Map<string, KeyObject>();
  #salt: Uint8Array;
  #left = sealingsPerKey;

  /** @param refusal what `open` throws */
  constructor(masterKey: Uint8Array, label: string, refusal: ErrorCode) {
    this.#masterKey = masterKey;
    this.#label = label;
    this.#refusal = refusal;
    this.#salt = randomBytes(saltBytes);
  }

  /** @param whose what was sealed for one does not open for another */
  seal(plaintext: Uint8Array, whose = ''): Uint8Array {
    if (this.#left === 0) {
      this.#salt = randomBytes(saltBytes);
      this.#left = sealingsPerKey;
    }
    this.#left -= 1;
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', this.#keyOf(this.#salt), nonce);
    cipher.setAAD(utf8(whose));
    return concat(this.#salt, nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag());
  }

  /** @throws the refusal, where it was sealed under another master key or label, for somebody else, or changed */
  open(sealed: Uint8Array, whose = ''): Uint8Array {
    const start = saltBytes + nonceBytes;
    const end = sealed.byteLength - tagBytes;
    if (end < start) throw new CodedError(this.#refusal, { detail: 'sealed bytes are too short' });
    const key = this.#keyOf(sealed.subarray(0, saltBytes));
    const options = { authTagLength: tagBytes };
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(saltBytes, start), options);
    decipher.setAAD(utf8(whose));
    decipher.setAuthTag(sealed.subarray(end));
    try {
      return concat(decipher.update(sealed.subarray(start, end)), decipher.final());
    } catch (cause) {
      throw new CodedError(this.#refusal, { cause });
    }
  }

  #keyOf(salt: Uint8Array): KeyObject {
    const name = toBase64url(salt);
    const known = this.#keys.get(name);
    if (known !== undefined) return known;
    const key = importSecretKey(deriveKey(this.#masterKey, salt, 'sealed at rest', 32, this.#label));
    const [oldest] = this.#keys.keys();
    if (this.#keys.size >= keyCeiling && oldest !== undefined) this.#keys.delete(oldest);
    this.#keys.set(name, key);
    return key;
  }
}
