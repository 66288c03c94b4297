import { randomBytes as nodeRandomBytes } from 'node:crypto';

/** Bytes from the system's generator: for ids, nonces and keys. */
export function randomBytes(length: number): Uint8Array {
  return nodeRandomBytes(length);
}
