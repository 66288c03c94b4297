import { describe, expect, it } from 'vitest';
import { readCanonicalRequest } from '../../../src/protocol/canonical-signatures.ts';
import {
  ed25519Signer,
  receivedSignature,
  signatureFields,
  verifyHmac,
  type SignedMessage,
} from '../../../src/protocol/http-signatures.ts';
import { importSecretKey } from '../../../src/protocol/hash.ts';
import { generateEd25519 } from '../../../src/protocol/keys.ts';
import {
  readSignedRequest,
  signDeviceRequest,
  signReply,
  signSessionRequest,
  verifyReply,
} from '../../../src/protocol/request-signatures.ts';
import { codeOf } from '../../support/coded.ts';

const audienceKey = new Uint8Array(32).fill(7);
const session = { handle: 'AAECAwQFBgcICQoLDA0ODw', audienceKey, counter: 12 };
const url = 'https://Maps.example:443/v1/chunks/abc?x=%20y';
const noBody = new Uint8Array(0);

function signedRequest(headers: Record<string, string> = {}): SignedMessage {
  const signed = signSessionRequest({ method: 'GET', url, body: noBody, headers }, session);
  return { method: 'GET', targetUri: url, headers: signed };
}

describe('signatures in their one spelling', () => {
  it.each([
    ['without a range', {}],
    ['with a range', { range: 'bytes=10-20' }],
    ['beside other fields', { accept: 'application/json' }],
  ])('read as the parser reads them, %s', (_what, headers) => {
    const message = signedRequest(headers);
    const read = readCanonicalRequest('session', message);
    const parsed = receivedSignature('session', message);
    expect(read?.received.base).toBe(parsed.base);
    expect([read?.keyid, read?.nonce, read?.alg]).toEqual([...parsed.parameters.values()]);
    expect(read?.received.signature).toBe(parsed.signature);
  });

  it('read those of devices too', () => {
    const key = generateEd25519();
    const headers = signDeviceRequest({ method: 'POST', url, body: Uint8Array.of(1) }, key, 'AAAA');
    const message = { method: 'POST', targetUri: url, headers };
    expect(readCanonicalRequest('device', message)?.received.base).toBe(receivedSignature('device', message).base);
    expect(readCanonicalRequest('session', message)).toBeUndefined();
  });

  it.each<[string, (headers: Record<string, string>) => Record<string, string>]>([
    ['more space', (h) => ({ ...h, 'signature-input': h['signature-input']?.replace('" "', '"  "') ?? '' })],
    ['a second label', (h) => ({ ...h, signature: `${h['signature']}, other=:AAAA:` })],
    ['a range of words', (h) => ({ ...h, range: 'bytes = 1' })],
    ['a range that is not covered', (h) => ({ ...h, range: 'bytes=1-2' })],
    ['no signature', ({ signature: _signature, ...rest }) => rest],
    ['no input', ({ 'signature-input': _input, ...rest }) => rest],
    ['no digest', ({ 'content-digest': _digest, ...rest }) => rest],
  ])('leave others to the parser: %s', (_what, change) => {
    const message = signedRequest();
    expect(
      readCanonicalRequest('session', { ...message, headers: change({ ...message.headers } as never) }),
    ).toBeUndefined();
  });

  it('never take a target with a line break', () => {
    expect(readCanonicalRequest('session', { ...signedRequest(), targetUri: `${url}\n"x": y` })).toBeUndefined();
  });

  it('make replies that the parser accepts, whether the request was spelt so or not', () => {
    const canonical = signedRequest();
    const spaced = { ...canonical, headers: { ...canonical.headers, signature: ` ${canonical.headers['signature']}` } };
    const body = Uint8Array.of(1, 2);
    const signer = { label: 'session', handle: session.handle, audienceKey: importSecretKey(audienceKey) } as const;
    const signed = signReply({ status: 200, body, request: canonical }, signer);
    expect(signReply({ status: 200, body, request: spaced }, signer)).toEqual(signed);
    expect(() =>
      verifyReply('session', { status: 200, headers: signed, body, request: canonical }, { audienceKey }),
    ).not.toThrow();
    const other = { status: 200, headers: signed, body, request: signedRequest({ range: 'bytes=1-2' }) };
    expect(codeOf(() => verifyReply('session', other, { audienceKey }))).toBe('signature.invalid');
  });

  it('verify under a key that is ready for use', () => {
    const { received } = readSignedRequest('session', signedRequest(), noBody);
    expect(codeOf(() => verifyHmac(received, importSecretKey(audienceKey)))).toBeUndefined();
    expect(codeOf(() => verifyHmac(received, importSecretKey(new Uint8Array(32))))).toBe('signature.invalid');
  });

  it('are refused where they cover other components, though well spelt', () => {
    const message = { method: 'GET', targetUri: url, headers: { 'content-digest': 'x' } };
    const fields = signatureFields(
      'session',
      [{ name: '@method' }],
      new Map(),
      message,
      ed25519Signer(generateEd25519()),
    );
    const signed = { ...message, headers: { ...message.headers, ...fields } };
    expect(codeOf(() => readSignedRequest('session', signed, noBody))).toBe('signature.invalid');
  });
});
