import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../src/protocol/bytes.ts';
import { randomBytes } from '../../../src/protocol/random.ts';
import { StateSealer } from '../../../src/protocol/state-sealer.ts';
import { codeOf } from '../../support/coded.ts';

const flipped = (bytes: Uint8Array, at: number) =>
  Uint8Array.from(bytes, (byte, index) => (index === at ? byte ^ 1 : byte));

describe('sealing of states', () => {
  const master = randomBytes(32);
  const sealer = new StateSealer(master, 'cookie', 'channel.unknown');
  const sealed = sealer.seal(utf8('state'));

  it('opens in every process that shares the master key, under its label alone', () => {
    expect(Buffer.from(sealer.open(sealed)).toString()).toBe('state');
    expect(Buffer.from(new StateSealer(master, 'cookie', 'channel.unknown').open(sealed)).toString()).toBe('state');
    expect(codeOf(() => new StateSealer(master, 'channel', 'channel.unknown').open(sealed))).toBe('channel.unknown');
    expect(codeOf(() => new StateSealer(randomBytes(32), 'cookie', 'channel.unknown').open(sealed))).toBe(
      'channel.unknown',
    );
  });

  it('does not open with any byte changed or cut', () => {
    for (let at = 0; at < sealed.length; at++) {
      expect(codeOf(() => sealer.open(flipped(sealed, at)))).toBe('channel.unknown');
      expect(codeOf(() => sealer.open(sealed.subarray(0, at)))).toBe('channel.unknown');
    }
    expect(Buffer.from(sealer.open(sealed)).toString()).toBe('state');
  });

  it('gives other bytes each time, under keys that differ from process to process', () => {
    const nonces = Array.from({ length: 100 }, () =>
      Buffer.from(sealer.seal(utf8('state')).subarray(0, 28)).toString('hex'),
    );
    expect(new Set(nonces).size).toBe(100);
    const salts = [sealer, new StateSealer(master, 'cookie', 'channel.unknown')].map((one) =>
      Buffer.from(one.seal(utf8('')).subarray(0, 16)),
    );
    expect(salts[0]?.equals(salts[1] ?? Buffer.alloc(0))).toBe(false);
  });

  it('still opens what it sealed before strangers sent it rubbish under a thousand salts', () => {
    for (let round = 0; round < 1_000; round++)
      expect(codeOf(() => sealer.open(randomBytes(60)))).toBe('channel.unknown');
    expect(Buffer.from(sealer.open(sealed)).toString()).toBe('state');
  });
});
