import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../src/protocol/bytes.ts';
import {
  hmacSigner,
  signatureFields,
  verifyHmac,
  verifySignature,
  type SignedMessage,
} from '../../../src/protocol/http-signatures.ts';
import { generateEd25519, keyId } from '../../../src/protocol/keys.ts';
import {
  readSignedRequest,
  requestCounter,
  signDeviceRequest,
  signReply,
  signSessionRequest,
  verifyReply,
} from '../../../src/protocol/request-signatures.ts';
import { codeOf } from '../../support/coded.ts';

const audienceKey = new Uint8Array(32).fill(3);
const session = { handle: 'AAAAAAAAAAAAAAAAAAAAAA', audienceKey, counter: 7 };
const device = generateEd25519();
const url = 'http://service.example:8080/v1/catalog?x=1';
const body = utf8('{"a":1}');

function sessionMessage(headers: Record<string, string> = {}, method = 'POST'): SignedMessage {
  return { method, targetUri: url, headers: signSessionRequest({ method, url, body, headers }, session) };
}

const without = (message: SignedMessage, name: string): SignedMessage => ({
  ...message,
  headers: { ...message.headers, [name]: undefined },
});
const withField = (message: SignedMessage, name: string, value: string): SignedMessage => ({
  ...message,
  headers: { ...message.headers, [name]: value },
});

/** What a server makes of a request: the code, or undefined where it holds. */
const verdict = (message: SignedMessage, content: Uint8Array = body) =>
  codeOf(() => verifyHmac(readSignedRequest('session', message, content).received, audienceKey));

describe('a session request', () => {
  it('covers exactly the profile, and says handle and counter', () => {
    const message = sessionMessage();
    expect(message.headers['signature-input']).toBe(
      'session=("@method" "@authority" "@target-uri" "content-digest");keyid="AAAAAAAAAAAAAAAAAAAAAA";nonce="7";alg="hmac-sha256"',
    );
    expect(readSignedRequest('session', message, body)).toMatchObject({ keyid: session.handle, nonce: '7' });
    expect(verdict(message)).toBeUndefined();
  });

  it('covers range exactly when it is sent', () => {
    const message = sessionMessage({ range: 'bytes=0-9' });
    expect(message.headers['signature-input']).toContain('"content-digest" "range")');
    expect(verdict(message)).toBeUndefined();
    expect(verdict(withField(message, 'range', 'bytes=0-10'))).toBe('signature.invalid');
    expect(verdict(without(message, 'range'))).toBe('signature.invalid');
    expect(verdict(withField(sessionMessage(), 'range', 'bytes=0-9'))).toBe('signature.invalid');
  });

  it('does not hold for another method, target, authority, content or key', () => {
    const message = sessionMessage();
    expect(verdict({ ...message, method: 'DELETE' })).toBe('signature.invalid');
    expect(verdict({ ...message, targetUri: `${url}2` })).toBe('signature.invalid');
    expect(verdict({ ...message, targetUri: url.replace('service', 'other') })).toBe('signature.invalid');
    expect(verdict(message, utf8('{"a":2}'))).toBe('signature.digest-mismatch');
    expect(verdict(without(message, 'content-digest'))).toBe('signature.invalid');
    expect(codeOf(() => verifyHmac(readSignedRequest('session', message, body).received, new Uint8Array(32)))).toBe(
      'signature.invalid',
    );
    expect(codeOf(() => readSignedRequest('device', message, body))).toBe('signature.missing');
  });

  it('is refused where its signature, though right, covers anything else than the profile', () => {
    const digest = { 'content-digest': sessionMessage().headers['content-digest'] ?? '', 'x-more': '1' };
    const names = ['@method', '@authority', '@target-uri', 'content-digest'];
    const good = [
      ['keyid', session.handle],
      ['nonce', '7'],
      ['alg', 'hmac-sha256'],
    ] as const;
    const sign = (covered: string[], parameters: readonly (readonly [string, unknown])[]) => {
      const message = { method: 'POST', targetUri: url, headers: digest };
      const fields = signatureFields(
        'session',
        covered.map((name) => ({ name })),
        new Map(parameters),
        message,
        hmacSigner(audienceKey),
      );
      return verdict({ ...message, headers: { ...digest, ...fields } });
    };
    expect(sign(names, good)).toBeUndefined();
    expect(sign(names.slice(1), good)).toBe('signature.invalid');
    expect(sign([...names, 'x-more'], good)).toBe('signature.invalid');
    expect(sign(names.toReversed(), good)).toBe('signature.invalid');
    expect(sign(names, good.slice(1))).toBe('signature.invalid');
    expect(sign(names, [...good, ['created', 1]])).toBe('signature.invalid');
    expect(sign(names, [good[0], good[1], ['alg', 'ed25519']])).toBe('signature.invalid');
    expect(sign(names, [good[0], ['nonce', 7], good[2]])).toBe('signature.invalid');
  });
});

describe('a device request', () => {
  it('is signed with the key of the certificate, over the service nonce', () => {
    const headers = signDeviceRequest({ method: 'POST', url, body }, device, 'bm9uY2U');
    const read = readSignedRequest('device', { method: 'POST', targetUri: url, headers }, body);
    expect(read).toMatchObject({ keyid: keyId(device.publicKey), nonce: 'bm9uY2U' });
    expect(codeOf(() => verifySignature(read.received, device.publicKey))).toBeUndefined();
    expect(codeOf(() => verifySignature(read.received, generateEd25519().publicKey))).toBe('signature.invalid');
  });
});

describe('a counter', () => {
  it('is a whole number from 1 in its one spelling', () => {
    expect(requestCounter('1')).toBe(1);
    expect(requestCounter(String(Number.MAX_SAFE_INTEGER))).toBe(Number.MAX_SAFE_INTEGER);
    for (const bad of ['', '0', '01', '-1', '1.0', '1e3', ' 1', '9007199254740992', '99999999999999999']) {
      expect(codeOf(() => requestCounter(bad))).toBe('signature.invalid');
    }
  });
});

describe.each([
  {
    label: 'session' as const,
    signer: { label: 'session' as const, handle: session.handle, audienceKey },
    key: { audienceKey },
    wrongKey: { audienceKey: new Uint8Array(32) },
    request: sessionMessage(),
    other: {
      ...sessionMessage(),
      headers: signSessionRequest({ method: 'POST', url, body }, { ...session, counter: 8 }),
    },
  },
  {
    label: 'device' as const,
    signer: { label: 'device' as const, key: device },
    key: { publicKey: device.publicKey },
    wrongKey: { publicKey: generateEd25519().publicKey },
    request: {
      method: 'POST',
      targetUri: url,
      headers: signDeviceRequest({ method: 'POST', url, body }, device, 'AAAA'),
    },
    other: {
      method: 'POST',
      targetUri: url,
      headers: signDeviceRequest({ method: 'POST', url, body }, device, 'AAAB'),
    },
  },
])('a reply under $label', ({ label, signer, key, wrongKey, request, other }) => {
  const content = utf8('{"ok":true}');
  const headers = signReply({ status: 200, body: content, request }, signer);
  const reply = { status: 200, headers, body: content, request };

  it('holds for its request alone', () => {
    expect(codeOf(() => verifyReply(label, reply, key))).toBeUndefined();
    expect(codeOf(() => verifyReply(label, { ...reply, request: other }, key))).toBe('signature.invalid');
    expect(codeOf(() => verifyReply(label, { ...reply, request: { headers: {} } }, key))).toBe('signature.invalid');
  });

  it('does not hold with another status, content or key, or unsigned', () => {
    expect(codeOf(() => verifyReply(label, { ...reply, status: 201 }, key))).toBe('signature.invalid');
    expect(codeOf(() => verifyReply(label, { ...reply, body: utf8('{"ok":null}') }, key))).toBe(
      'signature.digest-mismatch',
    );
    expect(codeOf(() => verifyReply(label, reply, wrongKey))).toBe('signature.invalid');
    expect(codeOf(() => verifyReply(label, { ...reply, headers: {} }, key))).toBe('signature.missing');
  });

  it('is refused with foreign parameters, though rightly signed', () => {
    if (signer.label !== 'session') return;
    const covered = [
      { name: '@status' },
      { name: 'content-digest' },
      { name: 'signature', req: true as const, key: 'session' },
    ];
    const parameters = new Map([
      ['keyid', signer.handle],
      ['alg', 'ed25519'],
    ]);
    const fields = signatureFields(
      'session',
      covered,
      parameters,
      { status: 200, headers, request },
      hmacSigner(signer.audienceKey),
    );
    expect(codeOf(() => verifyReply(label, { ...reply, headers: { ...headers, ...fields } }, key))).toBe(
      'signature.invalid',
    );
  });
});

it('a request cannot be played back as its own reply', () => {
  const request = sessionMessage();
  expect(
    codeOf(() => verifyReply('session', { status: 200, headers: request.headers, body, request }, { audienceKey })),
  ).toBe('signature.invalid');
});
