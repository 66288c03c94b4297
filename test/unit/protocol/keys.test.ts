import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../src/protocol/bytes.ts';
import {
  exportPrivate,
  generateEd25519,
  generateX25519,
  importEd25519,
  importX25519,
  keyId,
  signEd25519,
  verifyEd25519,
  x25519,
} from '../../../src/protocol/keys.ts';
import { codeOf } from '../../support/coded.ts';
import { fromHex, toHex } from '../../support/hex.ts';

describe('X25519', () => {
  // RFC 7748, section 6.1
  const alice = importX25519(fromHex('77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a'));
  const bob = importX25519(fromHex('5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb'));

  it('gives the keys and the secret of RFC 7748, section 6.1', () => {
    expect(toHex(alice.publicKey)).toBe('8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a');
    expect(toHex(bob.publicKey)).toBe('de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f');
    const shared = '4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742';
    expect(toHex(x25519(alice, bob.publicKey))).toBe(shared);
    expect(toHex(x25519(bob, alice.publicKey))).toBe(shared);
  });

  it('refuses points of small order and keys of another length', () => {
    // Orders 4, 2, 8 and 8 (RFC 7748, section 6.1: the result would be all zeros).
    const points = [
      '00'.repeat(32),
      `01${'00'.repeat(31)}`,
      'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
      '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
    ];
    for (const point of points) expect(codeOf(() => x25519(alice, fromHex(point)))).toBe('channel.handshake-failed');
    expect(codeOf(() => x25519(alice, alice.publicKey.subarray(1)))).toBe('channel.handshake-failed');
  });
});

describe('Ed25519', () => {
  // RFC 8032, section 7.1, tests 1 to 3
  it.each([
    {
      secret: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
      publicKey: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
      message: '',
      signature:
        'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    },
    {
      secret: '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
      publicKey: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
      message: '72',
      signature:
        '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    },
    {
      secret: 'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
      publicKey: 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
      message: 'af82',
      signature:
        '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
    },
  ])('signs $message as RFC 8032 does', ({ secret, publicKey, message, signature }) => {
    const key = importEd25519(fromHex(secret));
    expect(toHex(key.publicKey)).toBe(publicKey);
    expect(toHex(signEd25519(key, fromHex(message)))).toBe(signature);
    expect(verifyEd25519(fromHex(publicKey), fromHex(message), fromHex(signature))).toBe(true);
    expect(verifyEd25519(fromHex(publicKey), fromHex(`${message}00`), fromHex(signature))).toBe(false);
  });

  it('takes no signature that was changed, moved by the group order, or cut', () => {
    const key = generateEd25519();
    const signature = signEd25519(key, utf8('m'));
    // S + L would verify where S is not checked to be below L (RFC 8032, section 5.1.7).
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const s = BigInt(`0x${toHex(signature.subarray(32).toReversed())}`) + order;
    const moved = Uint8Array.from([
      ...signature.subarray(0, 32),
      ...fromHex(s.toString(16).padStart(64, '0')).toReversed(),
    ]);
    for (const bad of [moved, signature.subarray(0, 63), new Uint8Array(64), new Uint8Array(0)]) {
      expect(verifyEd25519(key.publicKey, utf8('m'), bad)).toBe(false);
    }
  });

  it('says false to public keys that are no point, and codes those of another length', () => {
    expect(verifyEd25519(fromHex('ff'.repeat(32)), utf8('m'), new Uint8Array(64))).toBe(false);
    expect(codeOf(() => verifyEd25519(new Uint8Array(31), utf8('m'), new Uint8Array(64)))).toBe('document.malformed');
  });
});

describe('raw keys', () => {
  it('come back from export as they were', () => {
    for (const [generated, again] of [
      [generateX25519(), importX25519],
      [generateEd25519(), importEd25519],
    ] as const) {
      const raw = exportPrivate(generated);
      expect(raw).toHaveLength(32);
      expect(again(raw).publicKey).toEqual(generated.publicKey);
    }
  });

  it('have 32 bytes', () => {
    expect(codeOf(() => importX25519(new Uint8Array(31)))).toBe('configuration.invalid');
    expect(codeOf(() => importEd25519(new Uint8Array(33)))).toBe('configuration.invalid');
  });

  it('are named by the start of their digest', () => {
    // SHA-256 of 32 zero bytes begins 66687aadf862bd776c8fc18b8e9f8e20.
    expect(keyId(new Uint8Array(32))).toBe(
      Buffer.from('66687aadf862bd776c8fc18b8e9f8e20', 'hex').toString('base64url'),
    );
  });
});
