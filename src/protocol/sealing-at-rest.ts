import { createCipheriv, createDecipheriv } from 'node:crypto';
import { CodedError } from '../errors/coded-error.ts';
import { concat, utf8 } from './bytes.ts';
import { importSecretKey, type MacKey } from './hash.ts';
import { deriveKey } from './labels.ts';
import { randomBytes } from './random.ts';

const saltBytes = 16;
const tagBytes = 16;
const zeroNonce = new Uint8Array(12);

/**
 * Seals a secret for a store: random salt (16) ‖ AES-256-GCM ciphertext ‖ tag. The key is HKDF(master, salt, label), new
 * for each sealing, so that the nonce can be zero and no count of sealings wears the master key out. `label` says what it
 * is, and whose: what was sealed for one row does not open in another.
 */
export function sealAtRest(masterKey: MacKey, label: string, plaintext: Uint8Array): Uint8Array {
  const salt = randomBytes(saltBytes);
  const key = deriveKey(masterKey, salt, 'sealed at rest', 32, label);
  const cipher = createCipheriv('aes-256-gcm', importSecretKey(key), zeroNonce);
  cipher.setAAD(utf8(label));
  return concat(salt, cipher.update(plaintext), cipher.final(), cipher.getAuthTag());
}

/** @throws configuration.invalid where the master key is another one, or the bytes were changed. */
export function openAtRest(masterKey: MacKey, label: string, sealed: Uint8Array): Uint8Array {
  const end = sealed.byteLength - tagBytes;
  if (end < saltBytes) throw new CodedError('configuration.invalid', { detail: 'sealed bytes are too short' });
  const key = deriveKey(masterKey, sealed.subarray(0, saltBytes), 'sealed at rest', 32, label);
  const decipher = createDecipheriv('aes-256-gcm', importSecretKey(key), zeroNonce, { authTagLength: tagBytes });
  decipher.setAAD(utf8(label));
  decipher.setAuthTag(sealed.subarray(end));
  try {
    return concat(decipher.update(sealed.subarray(saltBytes, end)), decipher.final());
  } catch (cause) {
    throw new CodedError('configuration.invalid', { detail: 'sealed bytes do not open under this master key', cause });
  }
}
