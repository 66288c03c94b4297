import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalReply, readCanonicalRequest } from '../../src/protocol/canonical-signatures.ts';
import { receivedSignature, signatureBase, type SignedMessage } from '../../src/protocol/http-signatures.ts';
import { generateEd25519 } from '../../src/protocol/keys.ts';
import { signDeviceRequest, signSessionRequest } from '../../src/protocol/request-signatures.ts';

/** A signature of 32 or 64 bytes, in its one spelling or in another. */
const base64Like = fc.oneof(
  fc.uint8Array({ minLength: 32, maxLength: 32 }).map((value) => Buffer.from(value).toString('base64')),
  fc.stringMatching(/^([A-Za-z0-9+/]{43}=|[A-Za-z0-9+/]{86}==|[A-Za-z0-9+/]{0,10}={0,3})$/),
);
const authority = fc.constantFrom(
  'maps.example',
  'Maps.Example:80',
  '[::1]:8080',
  'a@b',
  'a\\b',
  'maps.example:99999',
  '',
);
const targetUri = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('http', 'https', 'HTTP', 'ftp'),
      authority,
      fc.constantFrom('/', '/v1/x?a=b', '', '?q', '#f', '/é'),
    )
    .map(([scheme, host, rest]) => `${scheme}://${host}${rest}`),
  fc.string(),
);
const fieldValue = fc.oneof(fc.constantFrom('sha-256=:AA==:', 'bytes=0-9', ' x', 'x\ny', ''), fc.string());
const method = fc.constantFrom('GET', 'POST', 'GET\n"@authority": b', '');

/** Messages whose signature fields nearly always have the canonical spelling, and whose other parts seldom do. */
const message: fc.Arbitrary<SignedMessage> = fc
  .record({
    method,
    targetUri,
    digest: fieldValue,
    range: fc.option(fieldValue, { nil: undefined }),
    covered: fc.constantFrom('', ' "range"', ' "date"'),
    keyid: fc.stringMatching(/^[\w-]{0,4}$/),
    nonce: fc.oneof(fc.nat().map(String), fc.constantFrom('"', '\\', '-')),
    alg: fc.constantFrom('hmac-sha256', 'ed25519', 'x'),
    signature: base64Like,
    more: fc.constantFrom('', '', '', ', session=:AAAA:', ' ', ';x'),
  })
  .map(({ digest, range, covered, keyid, nonce, alg, signature, more, ...rest }) => ({
    ...rest,
    headers: {
      'content-digest': digest,
      ...(range === undefined ? {} : { range }),
      'signature-input': `session=("@method" "@authority" "@target-uri" "content-digest"${covered});keyid="${keyid}";nonce="${nonce}";alg="${alg}"`,
      signature: `session=:${signature}:${more}`,
    },
  }));

const profile = ['@method', '@authority', '@target-uri', 'content-digest'];

describe('the quick reading of signatures', () => {
  it('reads what it reads as the full parser does, and nothing that the full parser refuses', () => {
    fc.assert(
      fc.property(message, (received) => {
        const quick = attempt(() => readCanonicalRequest('session', received));
        if (quick === undefined) return;
        const full = receivedSignature('session', received);
        expect(quick.received.base).toBe(full.base);
        expect(quick.received.signature).toBe(full.signature);
        const { keyid, nonce, alg } = quick;
        expect(Object.entries({ keyid, nonce, alg })).toEqual([...full.parameters]);
        const range = received.headers['range'] === undefined ? [] : ['range'];
        expect(full.components).toEqual([...profile, ...range].map((name) => ({ name })));
      }),
      { numRuns: 3000 },
    );
  });

  it('is what a signed request gets, so that it is the way that is used', () => {
    const request = {
      method: 'GET',
      url: 'http://maps.example/v1/catalog',
      body: new Uint8Array(0),
      headers: { range: 'bytes=0-1' },
    };
    const session = signSessionRequest(request, {
      handle: 'AAAAAAAAAAAAAAAAAAAAAA',
      audienceKey: new Uint8Array(32),
      counter: 1,
    });
    const device = signDeviceRequest(request, generateEd25519(), 'A'.repeat(75));
    for (const [label, headers] of [
      ['session', session],
      ['device', device],
    ] as const) {
      expect(readCanonicalRequest(label, { method: 'GET', targetUri: request.url, headers })).toBeDefined();
    }
  });
});

describe('the quick writing of reply signatures', () => {
  it('writes the base that the full writer writes', () => {
    const covered = [
      { name: '@status' },
      { name: 'content-digest' },
      { name: 'signature', req: true as const, key: 'session' },
    ];
    const request = fc
      .tuple(base64Like, fc.constantFrom('', ', a=1', ';x=1'))
      .map(([signature, more]) => ({ headers: { signature: `session=:${signature}:${more}` } }));
    fc.assert(
      fc.property(
        request,
        fc.integer({ min: 100, max: 599 }),
        fc.stringMatching(/^[\w-]{1,22}$/),
        (asked, status, keyid) => {
          const digest = 'sha-256=:AA==:';
          const quick = canonicalReply('session', { status, digest, request: asked }, keyid, 'hmac-sha256');
          if (quick === undefined) return;
          const parameters = new Map([
            ['keyid', keyid],
            ['alg', 'hmac-sha256'],
          ]);
          expect(quick.base).toBe(
            signatureBase(covered, parameters, { status, headers: { 'content-digest': digest }, request: asked }),
          );
          expect(quick.input).toBe(`session=${quick.base.split('"@signature-params": ')[1] ?? ''}`);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

function attempt<T>(work: () => T | undefined): T | undefined {
  try {
    return work();
  } catch {
    return undefined; // what it throws for is refused as well as with the full parser
  }
}
