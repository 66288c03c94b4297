import { scrypt } from 'node:crypto';
import type { HashedPin } from '../contract/kiosk.ts';
import { equalBytes, fromBase64url, toBase64url, utf8 } from './bytes.ts';
import { randomBytes } from './random.ts';

const blockSize = 8;
const usualLogN = 16;
const hashBytes = 32;

/** What may be kept of a PIN. Few as PINs are, each guess costs whoever copied the file 64 MiB and a tenth of a second. */
export async function hashPin(pin: string, logN = usualLogN): Promise<HashedPin> {
  const salt = randomBytes(16);
  return { salt: toBase64url(salt), hash: toBase64url(await derive(pin, salt, logN)), logN };
}

/** Whether this is the PIN. */
export async function isPin(pin: string, { salt, hash, logN }: HashedPin): Promise<boolean> {
  const derived = await derive(pin, fromBase64url(salt, 'configuration.invalid'), logN);
  return equalBytes(derived, fromBase64url(hash, 'configuration.invalid'));
}

function derive(pin: string, salt: Uint8Array, logN: number): Promise<Uint8Array> {
  const cost = 2 ** logN;
  // Twice what scrypt itself needs (128 * N * r): OpenSSL counts generously.
  const options = { N: cost, r: blockSize, p: 1, maxmem: 256 * cost * blockSize };
  return new Promise((resolve, reject) => {
    scrypt(utf8(pin), salt, hashBytes, options, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}
