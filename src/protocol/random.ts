import { randomBytes as nodeRandomBytes, randomFillSync } from 'node:crypto';

/** Drawn ahead: a draw takes as long for all of these as for a few. */
const pool = new Uint8Array(4_096);
let given = pool.byteLength;

/** Bytes from the cryptographic generator: for ids, nonces and keys. Nothing of what was given stays behind here. */
export function randomBytes(length: number): Uint8Array {
  if (length > pool.byteLength / 8) return nodeRandomBytes(length);
  if (given + length > pool.byteLength) {
    randomFillSync(pool);
    given = 0;
  }
  // Memory of its own, not a piece of Node's pool that others have pieces of.
  const bytes = Buffer.allocUnsafeSlow(length);
  bytes.set(pool.subarray(given, given + length));
  pool.fill(0, given, given + length);
  given += length;
  return bytes;
}
