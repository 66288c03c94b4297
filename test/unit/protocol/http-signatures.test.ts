import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fromBase64url, utf8 } from '../../../src/protocol/bytes.ts';
import {
  authorityOf,
  ed25519Signer,
  hmacSigner,
  receivedSignature,
  signatureBase,
  signatureFields,
  verifyHmac,
  verifySignature,
  type Component,
  type SignedMessage,
} from '../../../src/protocol/http-signatures.ts';
import { importEd25519 } from '../../../src/protocol/keys.ts';
import { codeOf } from '../../support/coded.ts';

// RFC 9421, appendix B.2: test-request; B.1.5: test-shared-secret; B.1.4: test-key-ed25519; B.1.3: test-key-ecc-p256
const testRequest: SignedMessage = {
  method: 'POST',
  targetUri: 'https://example.com/foo?param=Value&Pet=dog',
  headers: {
    host: 'example.com',
    date: 'Tue, 20 Apr 2021 02:07:55 GMT',
    'content-type': 'application/json',
    'content-digest':
      'sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:',
    'content-length': '18',
  },
};
const sharedSecret = Buffer.from(
  'uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==',
  'base64',
);
const edPrivate = Buffer.from('MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF', 'base64').subarray(
  -32,
);
const edPublic = fromBase64url('JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs');
const p256Public =
  'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEqIVYZVLCrPZHGHjP17CTW0/+D9Lfw0EkjqF7xB4FivAxzic30tMM4GF+hR6Dxh71Z50VGGdldkkDXZCnTNnoXQ==';

const components = (...names: string[]): Component[] => names.map((name) => ({ name }));
const parameters = (keyid: string, created = 1618884473) =>
  new Map<string, unknown>([
    ['created', created],
    ['keyid', keyid],
  ]);

describe('RFC 9421, appendix B.2.5: hmac-sha256', () => {
  const covered = components('date', '@authority', 'content-type');
  const input = '("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"';
  const signature = ':pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=:';

  it('has the published signature base', () => {
    expect(signatureBase(covered, parameters('test-shared-secret'), testRequest)).toBe(
      [
        '"date": Tue, 20 Apr 2021 02:07:55 GMT',
        '"@authority": example.com',
        '"content-type": application/json',
        `"@signature-params": ${input}`,
      ].join('\n'),
    );
  });

  it('is signed and verified as published', () => {
    const fields = signatureFields(
      'sig-b25',
      covered,
      parameters('test-shared-secret'),
      testRequest,
      hmacSigner(sharedSecret),
    );
    expect(fields).toEqual({ 'signature-input': `sig-b25=${input}`, signature: `sig-b25=${signature}` });
    const received = receivedSignature('sig-b25', { ...testRequest, headers: { ...testRequest.headers, ...fields } });
    expect(received.components).toEqual(covered);
    expect(codeOf(() => verifyHmac(received, sharedSecret))).toBeUndefined();
    expect(codeOf(() => verifyHmac(received, edPublic))).toBe('signature.invalid');
  });
});

describe('RFC 9421, appendix B.2.6: ed25519', () => {
  const covered = components('date', '@method', '@path', '@authority', 'content-type', 'content-length');
  const fields = {
    'signature-input':
      'sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"',
    signature: 'sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:',
  };

  it('is signed as published', () => {
    const key = importEd25519(edPrivate);
    expect(Buffer.from(key.publicKey)).toEqual(Buffer.from(edPublic));
    expect(
      signatureFields('sig-b26', covered, parameters('test-key-ed25519'), testRequest, ed25519Signer(key)),
    ).toEqual(fields);
  });

  it('verifies, and not for any other message', () => {
    const message = { ...testRequest, headers: { ...testRequest.headers, ...fields } };
    const verdict = (changed: SignedMessage) =>
      codeOf(() => verifySignature(receivedSignature('sig-b26', changed), edPublic));
    expect(verdict(message)).toBeUndefined();
    expect(verdict({ ...message, method: 'PUT' })).toBe('signature.invalid');
    expect(verdict({ ...message, targetUri: 'https://example.com/bar' })).toBe('signature.invalid');
    expect(verdict({ ...message, targetUri: 'https://example.org/foo' })).toBe('signature.invalid');
    expect(verdict({ ...message, headers: { ...message.headers, 'content-length': '19' } })).toBe('signature.invalid');
    const other = message.headers['signature-input']?.replace('1618884473', '1618884474');
    expect(verdict({ ...message, headers: { ...message.headers, 'signature-input': other } })).toBe(
      'signature.invalid',
    );
  });
});

describe('RFC 9421, section 2.4: a response with components of its request', () => {
  const response: SignedMessage = {
    status: 503,
    headers: {
      'content-type': 'application/json',
      'content-digest':
        'sha-512=:0Y6iCBzGg5rZtoXS95Ijz03mslf6KAMCloESHObfwnHJDbkkWWQz6PhhU9kxsTbARtY2PTBOzq24uJFpHsMuAg==:',
      'signature-input':
        'reqres=("@status" "content-digest" "content-type" "@authority";req "@method";req "@path";req "content-digest";req);created=1618884479;keyid="test-key-ecc-p256"',
      signature: 'reqres=:dMT/A/76ehrdBTD/2Xx8QuKV6FoyzEP/I9hdzKN8LQJLNgzU4W767HK05rx1i8meNQQgQPgQp8wq2ive3tV5Ag==:',
    },
    request: testRequest,
  };

  it('has the base that the published ECDSA signature is over', () => {
    const received = receivedSignature('reqres', response);
    expect(received.base.split('\n').slice(3, 7)).toEqual([
      '"@authority";req: example.com',
      '"@method";req: POST',
      '"@path";req: /foo',
      `"content-digest";req: ${testRequest.headers['content-digest'] ?? ''}`,
    ]);
    const key = createPublicKey({ key: Buffer.from(p256Public, 'base64'), format: 'der', type: 'spki' });
    expect(
      verify(
        'sha256',
        utf8(received.base),
        { key, dsaEncoding: 'ieee-p1363' },
        Buffer.from(received.signature, 'base64'),
      ),
    ).toBe(true);
  });

  it('takes a member of a dictionary of the request with key', () => {
    const request = { ...testRequest, headers: { signature: 'sig1=:AQID:, sig2=:BAUG:;x=1, list=(1 2)' } };
    const base = (key: string) =>
      signatureBase([{ name: 'signature', req: true, key }], new Map(), { headers: {}, request });
    expect(base('sig1')).toBe('"signature";req;key="sig1": :AQID:\n"@signature-params": ("signature";req;key="sig1")');
    expect(base('sig2').split('\n')[0]).toBe('"signature";req;key="sig2": :BAUG:;x=1');
    expect(base('list').split('\n')[0]).toBe('"signature";req;key="list": (1 2)');
    expect(codeOf(() => base('sig3'))).toBe('signature.invalid');
  });

  it('has none without its request', () => {
    const { request: _, ...alone } = response;
    expect(codeOf(() => receivedSignature('reqres', alone))).toBe('signature.invalid');
  });
});

describe('what is no signature', () => {
  const read = (
    input: string | undefined,
    signature: string | undefined = 'a=:AA==:',
    more: Partial<SignedMessage> = {},
  ) =>
    codeOf(() =>
      receivedSignature('a', {
        ...testRequest,
        ...more,
        headers: { ...testRequest.headers, 'signature-input': input, signature },
      }),
    );

  it.each([
    ['no field', undefined, undefined, 'signature.missing'],
    ['another label', 'b=("date")', 'b=:AA==:', 'signature.missing'],
    ['no dictionary', '"', 'a=:AA==:', 'signature.invalid'],
    ['no list', 'a=1', 'a=:AA==:', 'signature.invalid'],
    ['no bytes', 'a=("date")', 'a=1', 'signature.invalid'],
    ['another spelling of its bytes', 'a=("date")', 'a=:AB==:', 'signature.invalid'],
    ['a list of signatures', 'a=("date")', 'a=(:AA==:)', 'signature.invalid'],
    ['a component that is a token', 'a=(date)', 'a=:AA==:', 'signature.invalid'],
    ['a component parameter of another kind', 'a=("date";sf)', 'a=:AA==:', 'signature.invalid'],
    ['a key that is no string', 'a=("date";key=1)', 'a=:AA==:', 'signature.invalid'],
    ['a derived component that is not known', 'a=("@query")', 'a=:AA==:', 'signature.invalid'],
    ['a field that is not there', 'a=("x-none")', 'a=:AA==:', 'signature.invalid'],
    ['a component twice', 'a=("date" "date")', 'a=:AA==:', 'signature.invalid'],
    ['too long an input', `a=("date");keyid="${'k'.repeat(2100)}"`, 'a=:AA==:', 'signature.invalid'],
  ])('%s', (_name, input, signature, code) => {
    expect(read(input, signature)).toBe(code);
  });

  it('is read in its one spelling', () => {
    expect(read('a=("date")')).toBeUndefined();
  });

  it('a parameter that structured fields cannot write', () => {
    expect(codeOf(() => signatureBase([], new Map([['keyid', 'clé']]), testRequest))).toBe('signature.invalid');
  });

  it('a value with a line break, which could pass for another component', () => {
    const headers = { 'x-a': '1\n"@authority": example.org' };
    expect(codeOf(() => signatureBase(components('x-a'), new Map(), { headers }))).toBe('signature.invalid');
  });
});

it('an authority has no port that its scheme implies, and is in lower case (section 2.2.3)', () => {
  expect(authorityOf('http://Example.COM:80/a')).toBe('example.com');
  expect(authorityOf('https://example.com:8443/a')).toBe('example.com:8443');
  expect(authorityOf('http://[::1]:8080/')).toBe('[::1]:8080');
  expect(codeOf(() => authorityOf('http://example.com:99999/'))).toBe('signature.invalid');
});
