import { createCipheriv, createDecipheriv } from 'node:crypto';
import { CodedError } from '../../errors/coded-error.ts';
import { importSecretKey } from '../hash.ts';

const tagBytes = 16;

/** The AESGCM nonce: 32 zero bits and a 64-bit big-endian counter (Noise revision 34, section 12.4). */
function nonceBytes(counter: number): Uint8Array {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(counter), 4);
  return nonce;
}

/** ENCRYPT(k, n, ad, plaintext) of Noise: AES-256-GCM, the tag behind the ciphertext. */
export function encryptWith(key: Uint8Array, counter: number, ad: Uint8Array, plaintext: Uint8Array): Uint8Array {
  const cipher = createCipheriv('aes-256-gcm', importSecretKey(key), nonceBytes(counter));
  cipher.setAAD(ad);
  return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/** DECRYPT(k, n, ad, ciphertext) of Noise. @throws channel.message-invalid */
export function decryptWith(key: Uint8Array, counter: number, ad: Uint8Array, ciphertext: Uint8Array): Uint8Array {
  if (ciphertext.byteLength < tagBytes) throw new CodedError('channel.message-invalid');
  const decipher = createDecipheriv('aes-256-gcm', importSecretKey(key), nonceBytes(counter), {
    authTagLength: tagBytes,
  });
  decipher.setAAD(ad);
  decipher.setAuthTag(ciphertext.subarray(ciphertext.byteLength - tagBytes));
  try {
    const plaintext = decipher.update(ciphertext.subarray(0, ciphertext.byteLength - tagBytes));
    return Buffer.concat([plaintext, decipher.final()]);
  } catch (cause) {
    throw new CodedError('channel.message-invalid', { cause });
  }
}
