import { decryptContent, encryptContent } from './encrypted-content.ts';
import { deriveKey, type KeyLabel } from './labels.ts';

const noSalt = new Uint8Array(0);

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
