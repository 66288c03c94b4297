import {
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import { CodedError } from '../errors/coded-error.ts';
import { sha256 } from './hash.ts';
import { toBase64url } from './bytes.ts';

/** A key pair ready for use: importing costs as much as using, so hot paths keep these. */
export interface KeyPair {
  readonly privateKey: KeyObject;
  /** 32 raw bytes (X25519, RFC 7748; Ed25519, RFC 8032). */
  readonly publicKey: Uint8Array;
}

// DER headers of RFC 8410 around the 32 raw bytes.
const headers = {
  x25519: { private: '302e020100300506032b656e04220420', public: '302a300506032b656e032100' },
  ed25519: { private: '302e020100300506032b657004220420', public: '302a300506032b6570032100' },
} as const;
type Curve = keyof typeof headers;

function importPrivate(curve: Curve, raw: Uint8Array): KeyObject {
  if (raw.byteLength !== 32)
    throw new CodedError('configuration.invalid', { detail: `a private ${curve} key has 32 bytes` });
  return createPrivateKey({
    key: Buffer.concat([Buffer.from(headers[curve].private, 'hex'), raw]),
    format: 'der',
    type: 'pkcs8',
  });
}

/**
 * As text: Node 24 first tries whether what it is given is one of its own keys, and for each object that is none it makes
 * and drops an error with its stack, which takes three times as long as all the rest.
 */
function importPublic(curve: Curve, raw: Uint8Array): KeyObject {
  if (raw.byteLength !== 32)
    throw new CodedError('document.malformed', { detail: `a public ${curve} key has 32 bytes` });
  const base64 = Buffer.concat([Buffer.from(headers[curve].public, 'hex'), raw]).toString('base64');
  return createPublicKey(`-----BEGIN PUBLIC KEY-----\n${base64}\n-----END PUBLIC KEY-----\n`);
}

function rawPublic(key: KeyObject): Uint8Array {
  return Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url');
}

function generate(curve: Curve): KeyPair {
  // Two calls because the overloads of generateKeyPairSync take literals.
  const { privateKey, publicKey } = curve === 'x25519' ? generateKeyPairSync('x25519') : generateKeyPairSync('ed25519');
  return { privateKey, publicKey: rawPublic(publicKey) };
}

function importPair(curve: Curve, rawPrivate: Uint8Array): KeyPair {
  const privateKey = importPrivate(curve, rawPrivate);
  return { privateKey, publicKey: rawPublic(createPublicKey(privateKey)) };
}

export const generateX25519 = (): KeyPair => generate('x25519');
export const generateEd25519 = (): KeyPair => generate('ed25519');
export const importX25519 = (rawPrivate: Uint8Array): KeyPair => importPair('x25519', rawPrivate);
export const importEd25519 = (rawPrivate: Uint8Array): KeyPair => importPair('ed25519', rawPrivate);

/** The 32 raw bytes of a private key, for sealing it at rest. */
export function exportPrivate(key: KeyPair): Uint8Array {
  return new Uint8Array(key.privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32));
}

/** For a key that is used more than once. @throws document.malformed */
export const importX25519Public = (raw: Uint8Array): KeyObject => importPublic('x25519', raw);

/** X25519; an all-zero result (a point of small order) is refused (RFC 7748, section 6.1). @throws channel.handshake-failed */
export function x25519(own: KeyPair, theirs: Uint8Array | KeyObject): Uint8Array {
  try {
    const publicKey = theirs instanceof Uint8Array ? importX25519Public(theirs) : theirs;
    return diffieHellman({ privateKey: own.privateKey, publicKey });
  } catch (cause) {
    throw new CodedError('channel.handshake-failed', { cause });
  }
}

export function signEd25519(key: KeyPair, message: Uint8Array): Uint8Array {
  return sign(null, message, key.privateKey);
}

export function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  return verify(null, message, importPublic('ed25519', publicKey), signature);
}

/** Names a public key: base64url of the first 16 bytes of its SHA-256. */
export function keyId(publicKey: Uint8Array): string {
  return toBase64url(sha256(publicKey).subarray(0, 16));
}
