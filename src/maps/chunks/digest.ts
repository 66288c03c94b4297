import { sha256 } from '../../protocol/hash.ts';

/** SHA-256 as lower-case hex: how chunks and files are named in stores and lists. */
export type Digest = string;

export function digestOf(bytes: Uint8Array): Digest {
  return toDigest(sha256(bytes));
}

export function toDigest(hash: Uint8Array): Digest {
  return Buffer.from(hash).toString('hex');
}

export function digestBytes(digest: Digest): Uint8Array {
  return Buffer.from(digest, 'hex');
}
