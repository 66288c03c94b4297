import { describe, expect, it } from 'vitest';
import { decodeJson, encodeJson, utf8 } from '../../../src/protocol/bytes.ts';
import { generateX25519 } from '../../../src/protocol/keys.ts';
import { openWithKey, sealToKey } from '../../../src/protocol/one-way-sealing.ts';
import { randomBytes } from '../../../src/protocol/random.ts';
import { openAtRest, sealAtRest } from '../../../src/protocol/sealing-at-rest.ts';
import { codeOf } from '../../support/coded.ts';

const flipped = (bytes: Uint8Array, at: number) =>
  Uint8Array.from(bytes, (byte, index) => (index === at ? byte ^ 1 : byte));

describe('sealing at rest', () => {
  const master = randomBytes(32);
  const sealed = sealAtRest(master, 'device 1', utf8('secret'));

  it('opens under its master key and label alone', () => {
    expect(Buffer.from(openAtRest(master, 'device 1', sealed)).toString()).toBe('secret');
    expect(codeOf(() => openAtRest(master, 'device 2', sealed))).toBe('configuration.invalid');
    expect(codeOf(() => openAtRest(randomBytes(32), 'device 1', sealed))).toBe('configuration.invalid');
  });

  it('does not open with any byte changed or cut', () => {
    for (let at = 0; at < sealed.length; at++) {
      expect(codeOf(() => openAtRest(master, 'device 1', flipped(sealed, at)))).toBe('configuration.invalid');
      expect(codeOf(() => openAtRest(master, 'device 1', sealed.subarray(0, at)))).toBe('configuration.invalid');
    }
  });

  it('gives other bytes each time, of a length that says no more than the secret’s', () => {
    const again = sealAtRest(master, 'device 1', utf8('secret'));
    expect(again).toHaveLength(16 + 6 + 16);
    expect(Buffer.compare(again, sealed)).not.toBe(0);
    expect(openAtRest(master, 'empty', sealAtRest(master, 'empty', new Uint8Array(0)))).toHaveLength(0);
  });
});

describe('sealing to a key', () => {
  const key = generateX25519();
  const sealed = sealToKey('sealed-second-part', key.publicKey, utf8('nonce maker'), encodeJson({ model: 'a' }));

  it('opens for its holder and its request alone', () => {
    expect(
      decodeJson(openWithKey('sealed-second-part', key, utf8('nonce maker'), sealed), 'request.malformed'),
    ).toEqual({ model: 'a' });
    expect(codeOf(() => openWithKey('sealed-second-part', key, utf8('nonce other'), sealed))).toBe('request.malformed');
    expect(codeOf(() => openWithKey('sealed-admission', key, utf8('nonce maker'), sealed))).toBe('request.malformed');
    expect(codeOf(() => openWithKey('sealed-second-part', generateX25519(), utf8('nonce maker'), sealed))).toBe(
      'request.malformed',
    );
    for (const at of [0, 31, 32, sealed.length - 1]) {
      expect(codeOf(() => openWithKey('sealed-second-part', key, utf8('nonce maker'), flipped(sealed, at)))).toBe(
        'request.malformed',
      );
    }
    expect(codeOf(() => openWithKey('sealed-second-part', key, utf8('nonce maker'), new Uint8Array(0)))).toBe(
      'request.malformed',
    );
  });

  it('takes no more than a Noise message', () => {
    const text = new Uint8Array(65_536).fill(0x20);
    expect(codeOf(() => sealToKey('sealed-admission', key.publicKey, utf8(''), text.subarray(256)))).toBeUndefined();
    expect(codeOf(() => sealToKey('sealed-admission', key.publicKey, utf8(''), text))).toBe('request.too-large');
  });

  it('has one length for all devices, within the ceiling of the request', () => {
    const longest = encodeJson({
      second: { modelId: 'm'.repeat(64), hardwareNumber: 'h'.repeat(64) },
      binding: 'b'.repeat(43),
    });
    expect(sealToKey('sealed-second-part', key.publicKey, utf8(''), longest)).toHaveLength(sealed.length);
    expect(sealed.length).toBeLessThanOrEqual(512);
  });
});
