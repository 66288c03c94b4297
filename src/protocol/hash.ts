import { createHash, createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** A MAC key, raw or ready for use: importing costs several times as much as using, so hot paths keep the latter. */
export type MacKey = Uint8Array | KeyObject;

export const importMacKey = (raw: Uint8Array): KeyObject => createSecretKey(raw);

export function hmacSha256(key: MacKey, ...parts: readonly Uint8Array[]): Uint8Array {
  const mac = createHmac('sha256', key);
  for (const part of parts) mac.update(part);
  return mac.digest();
}

/** HKDF-SHA256 (RFC 5869). */
export function hkdf(inputKey: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', inputKey, salt, info, length));
}
