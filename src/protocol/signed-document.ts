import type { Static, TSchema } from 'typebox';
import { check } from '../contract/check.ts';
import { SignedDocument, type PayloadType } from '../contract/documents.ts';
import { CodedError } from '../errors/coded-error.ts';
import { concat, decodeJson, encodeJson, fromBase64url, toBase64url, utf8 } from './bytes.ts';
import { keyId, signEd25519, verifyEd25519, type KeyPair } from './keys.ts';

/** DSSE's pre-authentication encoding: what is signed names its own type. */
export function preAuthenticationEncoding(payloadType: string, payload: Uint8Array): Uint8Array {
  return concat(utf8(`DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${payload.byteLength} `), payload);
}

export function signDocument(key: KeyPair, payloadType: PayloadType, content: unknown): SignedDocument {
  const payload = encodeJson(content);
  const signature = signEd25519(key, preAuthenticationEncoding(payloadType, payload));
  return {
    payloadType,
    payload: toBase64url(payload),
    signatures: [{ keyid: keyId(key.publicKey), sig: toBase64url(signature) }],
  };
}

/**
 * Gives the content of a document that `publicKey` signed; nothing of it is parsed before the signature holds.
 * @throws document.signature-invalid, document.malformed
 */
export function openDocument<Schema extends TSchema>(
  document: unknown,
  publicKey: Uint8Array,
  payloadType: PayloadType,
  schema: Schema,
): Static<Schema> {
  const envelope = check(SignedDocument, document, 'document.malformed');
  const payload = fromBase64url(envelope.payload, 'document.malformed');
  const [signed] = envelope.signatures;
  const signature = fromBase64url(signed?.sig ?? '', 'document.malformed');
  // The key id decides nothing; it is checked so that a document has one spelling.
  if (
    envelope.payloadType !== payloadType ||
    signed?.keyid !== keyId(publicKey) ||
    signature.byteLength !== 64 ||
    !verifyEd25519(publicKey, preAuthenticationEncoding(payloadType, payload), signature)
  ) {
    throw new CodedError('document.signature-invalid', {
      detail: `${payloadType} is not signed by key ${keyId(publicKey)}`,
    });
  }
  return check(schema, decodeJson(payload, 'document.malformed'), 'document.malformed');
}

/** Reads a document's content WITHOUT believing it: only to find out which key to check it with. */
export function peekUnverified<Schema extends TSchema>(document: SignedDocument, schema: Schema): Static<Schema> {
  const payload = fromBase64url(document.payload, 'document.malformed');
  return check(schema, decodeJson(payload, 'document.malformed'), 'document.malformed');
}
