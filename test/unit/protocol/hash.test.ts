import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../src/protocol/bytes.ts';
import { hkdf, hmacSha256, sha256 } from '../../../src/protocol/hash.ts';
import { toHex } from '../../support/hex.ts';

const range = (from: number, to: number) => Uint8Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe('HKDF-SHA256', () => {
  // RFC 5869, appendix A.1 to A.3
  it.each([
    {
      name: 'A.1',
      key: new Uint8Array(22).fill(0x0b),
      salt: range(0x00, 0x0c),
      info: range(0xf0, 0xf9),
      output: '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
    },
    {
      name: 'A.2',
      key: range(0x00, 0x4f),
      salt: range(0x60, 0xaf),
      info: range(0xb0, 0xff),
      output:
        'b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87',
    },
    {
      name: 'A.3',
      key: new Uint8Array(22).fill(0x0b),
      salt: new Uint8Array(0),
      info: new Uint8Array(0),
      output: '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
    },
  ])('gives the output of RFC 5869, $name', ({ key, salt, info, output }) => {
    expect(toHex(hkdf(key, salt, info, output.length / 2))).toBe(output);
  });

  it('takes an empty input key, as Noise needs it', () => {
    expect(hkdf(new Uint8Array(0), new Uint8Array(32), new Uint8Array(0), 64)).toHaveLength(64);
  });
});

describe('hashes over parts', () => {
  it('are those over the whole', () => {
    expect(sha256(utf8('a'), utf8('bc'))).toEqual(sha256(utf8('abc')));
    expect(toHex(sha256(utf8('abc')))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    // RFC 4231, test case 2
    expect(toHex(hmacSha256(utf8('Jefe'), utf8('what do ya want '), utf8('for nothing?')))).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });
});
