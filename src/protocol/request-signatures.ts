import { CodedError } from '../errors/coded-error.ts';
import { canonicalReply, readCanonicalRequest } from './canonical-signatures.ts';
import { checkContentDigest, contentDigest } from './content-digest.ts';
import type { MacKey } from './hash.ts';
import {
  ed25519Signer,
  hmacSigner,
  receivedSignature,
  signatureFields,
  verifyHmac,
  verifySignature,
  type Component,
  type SignedBase,
  type SignedMessage,
  type Signer,
} from './http-signatures.ts';
import { keyId, type KeyPair } from './keys.ts';

/*
 * The profile of RFC 9421 that Naviterm speaks. A request is signed under the label `session` (HMAC with an audience key)
 * or `device` (Ed25519 with the key of a certificate), over exactly `requestComponents`; its reply under the same label
 * over exactly `replyComponents`, with the request's signature bound in.
 */
export type SignatureLabel = 'session' | 'device';

const algorithms = { session: 'hmac-sha256', device: 'ed25519' } as const satisfies Record<SignatureLabel, string>;

/** What is covered: always these, and `range` exactly when the request has that field. */
function requestComponents(hasRange: boolean): Component[] {
  const names = ['@method', '@authority', '@target-uri', 'content-digest', ...(hasRange ? ['range'] : [])];
  return names.map((name) => ({ name }));
}

function replyComponents(label: SignatureLabel): Component[] {
  return [{ name: '@status' }, { name: 'content-digest' }, { name: 'signature', req: true, key: label }];
}

const sameComponents = (a: readonly Component[], b: readonly Component[]) =>
  a.length === b.length &&
  a.every(({ name, req, key }, index) => name === b[index]?.name && req === b[index].req && key === b[index].key);

export interface RequestToSign {
  readonly method: string;
  readonly url: string;
  readonly body: Uint8Array;
  /** Fields that the caller sends besides, names in lower case; `range` among them is covered. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Session signature: `keyid` is the audience handle, `nonce` the counter (1, 2, …). @returns all fields to send. */
export function signSessionRequest(
  request: RequestToSign,
  session: { readonly handle: string; readonly audienceKey: Uint8Array; readonly counter: number },
): Record<string, string> {
  const parameters = new Map([
    ['keyid', session.handle],
    ['nonce', String(session.counter)],
    ['alg', 'hmac-sha256'],
  ]);
  return signed('session', request, parameters, hmacSigner(session.audienceKey));
}

/** Device signature: `keyid` names the certificate's key, `nonce` is the service nonce. @returns all fields to send. */
export function signDeviceRequest(request: RequestToSign, key: KeyPair, serviceNonce: string): Record<string, string> {
  const parameters = new Map([
    ['keyid', keyId(key.publicKey)],
    ['nonce', serviceNonce],
    ['alg', 'ed25519'],
  ]);
  return signed('device', request, parameters, ed25519Signer(key));
}

function signed(
  label: SignatureLabel,
  request: RequestToSign,
  parameters: ReadonlyMap<string, string>,
  sign: Signer,
): Record<string, string> {
  const headers = { ...request.headers, 'content-digest': contentDigest(request.body) };
  const components = requestComponents('range' in headers);
  const message = { method: request.method, targetUri: request.url, headers };
  return { ...headers, ...signatureFields(label, components, parameters, message, sign) };
}

export interface ReceivedRequest {
  readonly received: SignedBase;
  /** The audience handle or key id. */
  readonly keyid: string;
  /** The counter or service nonce. */
  readonly nonce: string;
}

/**
 * Reads the signature of a request and demands exactly the profile; the signature itself is not checked yet, for its
 * key may have to be asked for first. `targetUri` is built from the server's own authority, never from what was sent.
 * @throws signature.missing, signature.invalid, signature.digest-mismatch
 */
export function readSignedRequest(label: SignatureLabel, message: SignedMessage, body: Uint8Array): ReceivedRequest {
  const { received, keyid, nonce, alg } = readCanonicalRequest(label, message) ?? readParsedRequest(label, message);
  if (alg !== algorithms[label]) throw invalidProfile('algorithm');
  checkContentDigest(message.headers['content-digest'], body);
  return { received, keyid, nonce };
}

function readParsedRequest(label: SignatureLabel, message: SignedMessage) {
  const received = receivedSignature(label, message);
  const expected = requestComponents(message.headers['range'] !== undefined);
  if (!sameComponents(received.components, expected)) throw invalidProfile('other components are covered');
  const names = [...received.parameters.keys()].join(' ');
  const [keyid, nonce, alg] = ['keyid', 'nonce', 'alg'].map((name) => received.parameters.get(name));
  if (names !== 'keyid nonce alg' || typeof keyid !== 'string' || typeof nonce !== 'string')
    throw invalidProfile('parameters');
  return { received, keyid, nonce, alg };
}

/** The counter of a session request. @throws signature.invalid */
export function requestCounter(nonce: string): number {
  const counter = /^[1-9][0-9]{0,15}$/.test(nonce) ? Number(nonce) : Number.NaN;
  if (!Number.isSafeInteger(counter)) throw invalidProfile('nonce is no counter');
  return counter;
}

export interface ReplyToSign {
  readonly status: number;
  /** Bytes, or a text that is sent as UTF-8. */
  readonly body: Uint8Array | string;
  /** The Content-Digest of the body, where it is known already. */
  readonly digest?: string | undefined;
  readonly request: SignedMessage;
}

export type ReplySigner =
  | { readonly label: 'session'; readonly handle: string; readonly audienceKey: MacKey }
  | { readonly label: 'device'; readonly key: KeyPair };

/** @returns the fields to send with the reply. */
export function signReply(reply: ReplyToSign, signer: ReplySigner): Record<string, string> {
  const { label } = signer;
  const digest = reply.digest ?? contentDigest(reply.body);
  const headers = { 'content-digest': digest };
  const keyid = label === 'session' ? signer.handle : keyId(signer.key.publicKey);
  const alg = algorithms[label];
  const sign = label === 'session' ? hmacSigner(signer.audienceKey) : ed25519Signer(signer.key);
  const canonical = canonicalReply(label, { status: reply.status, digest, request: reply.request }, keyid, alg);
  if (canonical !== undefined) {
    return { ...headers, 'signature-input': canonical.input, signature: `${label}=:${sign(canonical.base)}:` };
  }
  const parameters = new Map([
    ['keyid', keyid],
    ['alg', alg],
  ]);
  const message = { status: reply.status, headers, request: reply.request };
  return { ...headers, ...signatureFields(label, replyComponents(label), parameters, message, sign) };
}

/**
 * Checks that a reply was made by the holder of the audience key (or server signing key) for this very request.
 * @throws signature.missing, signature.invalid, signature.digest-mismatch
 */
export function verifyReply(
  label: SignatureLabel,
  reply: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string | undefined>>;
    readonly body: Uint8Array;
    readonly request: SignedMessage;
  },
  key: { readonly audienceKey: MacKey } | { readonly publicKey: Uint8Array },
): void {
  const received = receivedSignature(label, { status: reply.status, headers: reply.headers, request: reply.request });
  if (!sameComponents(received.components, replyComponents(label)))
    throw invalidProfile('other components are covered');
  if ([...received.parameters.keys()].join(' ') !== 'keyid alg') throw invalidProfile('parameters');
  if (received.parameters.get('alg') !== algorithms[label]) throw invalidProfile('algorithm');
  if ('audienceKey' in key) verifyHmac(received, key.audienceKey);
  else verifySignature(received, key.publicKey);
  checkContentDigest(reply.headers['content-digest'], reply.body);
}

const invalidProfile = (detail: string) => new CodedError('signature.invalid', { detail });
