import { createCipheriv, createDecipheriv } from 'node:crypto';
import { CodedError } from '../../errors/coded-error.ts';
import { concat, equalBytes, toBase64url } from '../../protocol/bytes.ts';
import { importSecretKey, sha256 } from '../../protocol/hash.ts';
import { deriveKey } from '../../protocol/labels.ts';
import { digestBytes, toDigest, type Digest } from './digest.ts';

/** What sealing adds to a chunk, in bytes: the tag. */
export const sealingOverhead = 16;
export const regionKeyBytes = 32;

// One key seals exactly one plain text: it is derived from the text's own SHA-256. So the nonce may be constant, and an
// unchanged chunk keeps its sealed bytes from version to version.
const zeroNonce = new Uint8Array(12);

export interface SealedChunk {
  /** Its address on the wire; says nothing of the content to who lacks the region key. */
  readonly id: string;
  readonly sha256: Digest;
  readonly sealed: Uint8Array;
}

/** The address of a chunk: base64url of HKDF(region key, salt = SHA-256 of the plain chunk, "chunk id"). */
export function chunkId(regionKey: Uint8Array, digest: Digest): string {
  return toBase64url(deriveKey(checked(regionKey), digestBytes(digest), 'chunk id'));
}

/** Seals a chunk or a chunk list: AES-256-GCM ciphertext ‖ tag (16). Deterministic for a region key. */
export function sealChunk(regionKey: Uint8Array, plain: Uint8Array): SealedChunk {
  const hash = sha256(plain);
  const key = deriveKey(checked(regionKey), hash, 'chunk key');
  const cipher = createCipheriv('aes-256-gcm', importSecretKey(key), zeroNonce);
  const sealed = concat(cipher.update(plain), cipher.final(), cipher.getAuthTag());
  const digest = toDigest(hash);
  return { id: chunkId(regionKey, digest), sha256: digest, sealed };
}

/**
 * Opens a sealed chunk and checks that it is the one whose digest was signed (the tag alone only shows that somebody with
 * the region key made it). @throws map.chunk-invalid
 */
export function openChunk(regionKey: Uint8Array, digest: Digest, sealed: Uint8Array): Uint8Array {
  const expected = digestBytes(digest);
  const end = sealed.byteLength - sealingOverhead;
  if (end < 0) throw new CodedError('map.chunk-invalid', { detail: `chunk ${digest} is too short` });
  const key = deriveKey(checked(regionKey), expected, 'chunk key');
  const decipher = createDecipheriv('aes-256-gcm', importSecretKey(key), zeroNonce, { authTagLength: sealingOverhead });
  decipher.setAuthTag(sealed.subarray(end));
  let plain: Uint8Array;
  try {
    plain = decipher.update(sealed.subarray(0, end));
    decipher.final(); // GCM keeps nothing back, so that this only checks the tag
  } catch (cause) {
    throw new CodedError('map.chunk-invalid', { detail: `chunk ${digest} does not open`, cause });
  }
  if (!equalBytes(sha256(plain), expected)) {
    throw new CodedError('map.chunk-invalid', { detail: `chunk ${digest} has other content than was signed` });
  }
  return plain;
}

function checked(regionKey: Uint8Array): Uint8Array {
  if (regionKey.byteLength === regionKeyBytes) return regionKey;
  throw new CodedError('map.chunk-invalid', { detail: `a region key has ${regionKeyBytes} bytes` });
}
