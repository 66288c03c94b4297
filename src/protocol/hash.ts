import crypto, { createHash, createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

/** In one call where the runtime has it (Node 20.12): half the time. */
const hashText: (content: Uint8Array | string, encoding: 'base64' | 'binary') => string =
  'hash' in crypto
    ? (content, encoding) => crypto.hash('sha256', content, encoding)
    : (content, encoding) => createHash('sha256').update(content).digest(encoding);

export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  return bytesOf(hashText(parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts), 'binary'));
}

/** As base64 with padding; a text counts as UTF-8. */
export const sha256Base64 = (content: Uint8Array | string): string => hashText(content, 'base64');

/**
 * What node:crypto gives as bytes is memory of its own each time, which costs more to make and to collect than the hash:
 * as text it comes for nothing, and these bytes have a place in Node's pool.
 */
const bytesOf = (binary: string): Uint8Array => Buffer.from(binary, 'binary');

/**
 * A secret ready for node:crypto. Handed over as raw bytes, a key is made ready by a way that takes five times as long as
 * the work with it, so that all of this room hands over these.
 */
export const importSecretKey = (raw: Uint8Array): KeyObject => createSecretKey(raw);

/** A key for MACs and derivations, raw or ready for use; whoever uses one often keeps the latter. */
export type MacKey = Uint8Array | KeyObject;

const ready = (key: MacKey): KeyObject => (key instanceof Uint8Array ? importSecretKey(key) : key);

/** Texts among the parts count as UTF-8. */
export function hmacSha256(key: MacKey, ...parts: readonly (Uint8Array | string)[]): Uint8Array {
  const mac = createHmac('sha256', ready(key));
  for (const part of parts) mac.update(part);
  return bytesOf(mac.digest('binary'));
}

/** The same of a text, as base64 with padding: what travels as text need not become bytes first. */
export function hmacSha256Base64(key: MacKey, text: string): string {
  return createHmac('sha256', ready(key)).update(text).digest('base64');
}

/** HKDF-SHA256 (RFC 5869). */
export function hkdf(inputKey: MacKey, salt: Uint8Array, info: Uint8Array, length: number): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', ready(inputKey), salt, info, length));
}
