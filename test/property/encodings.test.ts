import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeJson, encodeJson, fromBase64url, toBase64url } from '../../src/protocol/bytes.ts';
import { padIdentifier, unpadIdentifier } from '../../src/protocol/channel/channel-keys.ts';
import { checkServiceNonce } from '../../src/protocol/service-nonce.ts';
import { codeOf } from '../support/coded.ts';

const toArray = (bytes: Uint8Array) => Array.from(bytes);

describe('base64url', () => {
  it('comes back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(toArray(fromBase64url(toBase64url(bytes)))).toEqual(toArray(bytes));
      }),
    );
  });

  it('is read in one spelling only, everything else is coded', () => {
    const text = fc.oneof(fc.base64String(), fc.string(), fc.stringMatching(/^[A-Za-z0-9_-]{0,12}$/));
    fc.assert(
      fc.property(text, (spelled) => {
        const code = codeOf(() => expect(toBase64url(fromBase64url(spelled))).toBe(spelled));
        expect([undefined, 'request.malformed']).toContain(code);
      }),
    );
  });
});

describe('JSON', () => {
  it('comes back', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(decodeJson(encodeJson(value), 'document.malformed')).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('that is none is coded', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect([undefined, 'document.malformed']).toContain(codeOf(() => decodeJson(bytes, 'document.malformed')));
      }),
    );
  });

  it('nested without end is coded or read, never fatal', () => {
    const deep = new TextEncoder().encode('['.repeat(60_000));
    expect(codeOf(() => decodeJson(deep, 'document.malformed'))).toBe('document.malformed');
  });
});

describe('an identifier field', () => {
  it('comes back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 63 }), (identifier) => {
        expect(toArray(unpadIdentifier(padIdentifier(identifier)))).toEqual(toArray(identifier));
      }),
    );
  });

  it('is coded where it is none', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.uint8Array({ maxLength: 70 }), fc.uint8Array({ minLength: 64, maxLength: 64 })),
        (field) => {
          expect([undefined, 'channel.handshake-failed']).toContain(codeOf(() => unpadIdentifier(field)));
        },
      ),
    );
  });
});

it('a service nonce that nobody made is coded', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.uint8Array({ minLength: 56, maxLength: 56 }).map(toBase64url)), (text) => {
      expect(codeOf(() => checkServiceNonce(text, new Uint8Array(32), 'maps', 0))).toBe('device.nonce-invalid');
    }),
  );
});
