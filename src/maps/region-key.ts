import { CodedError } from '../errors/coded-error.ts';
import { decryptContent, encryptContent } from '../protocol/encrypted-content.ts';
import { deriveKey, type KeyLabel } from '../protocol/labels.ts';
import { regionKeyBytes } from './chunks/sealing.ts';

const noSalt = new Uint8Array(0);
const maxSealedRegionKeyBytes = 256;

/**
 * Seals bytes for the two ends of a session, where TLS may be off (G1): RFC 8188 under HKDF(audience key, label, context).
 * Each sealing takes a salt of its own, so the same bytes may be sealed any number of times.
 */
export function sealForSession(
  audienceKey: Uint8Array,
  label: KeyLabel,
  context: string,
  plain: Uint8Array,
): Uint8Array {
  return encryptContent({ key: deriveKey(audienceKey, noSalt, label, 32, context) }, plain);
}

/** @throws network.answer-invalid where it was sealed under another session, label or context, or was changed. */
export function openForSession(
  audienceKey: Uint8Array,
  label: KeyLabel,
  context: string,
  sealed: Uint8Array,
  maxBytes: number,
): Uint8Array {
  const key = deriveKey(audienceKey, noSalt, label, 32, context);
  return decryptContent({ key, maxBytes, code: 'network.answer-invalid' }, sealed);
}

/** C5, G1: the body of the answer that delivers a region's key; the region's id is bound in. */
export function sealRegionKey(audienceKey: Uint8Array, regionId: string, regionKey: Uint8Array): Uint8Array {
  return sealForSession(audienceKey, 'region key delivery', regionId, regionKey);
}

/** @throws network.answer-invalid */
export function openRegionKey(audienceKey: Uint8Array, regionId: string, sealed: Uint8Array): Uint8Array {
  const key = openForSession(audienceKey, 'region key delivery', regionId, sealed, maxSealedRegionKeyBytes);
  if (key.byteLength === regionKeyBytes) return key;
  throw new CodedError('network.answer-invalid', { detail: `a region key has ${regionKeyBytes} bytes` });
}
