import { describe, expect, it } from 'vitest';
import { decodeJson, equalBytes, fromBase64url, giveBack, toBase64url, utf8 } from '../../../src/protocol/bytes.ts';
import { codeOf } from '../../support/coded.ts';

describe('base64url', () => {
  // RFC 4648, section 10, in the alphabet of section 5 without padding
  it.each([
    ['', ''],
    ['f', 'Zg'],
    ['fo', 'Zm8'],
    ['foo', 'Zm9v'],
    ['foob', 'Zm9vYg'],
    ['fooba', 'Zm9vYmE'],
    ['foobar', 'Zm9vYmFy'],
  ])('of %j is %j', (text, encoded) => {
    expect(toBase64url(utf8(text))).toBe(encoded);
    expect(Buffer.from(fromBase64url(encoded)).toString()).toBe(text);
  });

  it('has one spelling for each value', () => {
    expect(toBase64url(Uint8Array.of(0xfb, 0xff))).toBe('-_8');
    for (const bad of ['Zg==', 'Zh', '+/8', 'Zm9v ', 'Zm\n9v', 'A', 'Zm9vé'])
      expect(codeOf(() => fromBase64url(bad))).toBe('request.malformed');
    expect(codeOf(() => fromBase64url('=', 'document.malformed'))).toBe('document.malformed');
  });

  it('reads a view into a larger buffer as itself', () => {
    expect(toBase64url(utf8('xfoox').subarray(1, 4))).toBe('Zm9v');
  });
});

describe('bytes', () => {
  it('are equal with length and content', () => {
    expect(equalBytes(utf8('ab'), utf8('ab'))).toBe(true);
    expect(equalBytes(utf8('ab'), utf8('ac'))).toBe(false);
    expect(equalBytes(utf8('ab'), utf8('abc'))).toBe(false);
  });

  it('are given back where they are large enough to have memory of their own', () => {
    const [large, small] = [new Uint8Array(65_536), new Uint8Array(16)];
    giveBack(large.buffer);
    giveBack(small.buffer);
    expect([large.byteLength, small.byteLength]).toEqual([0, 16]);
  });

  it('are JSON where they are UTF-8 and JSON', () => {
    expect(decodeJson(utf8('{"a":[1]}   '), 'request.malformed')).toEqual({ a: [1] });
    for (const bad of [utf8(''), utf8('{'), Uint8Array.of(0x22, 0xff, 0x22)])
      expect(codeOf(() => decodeJson(bad, 'document.malformed'))).toBe('document.malformed');
  });
});
