import { describe, expect, it } from 'vitest';
import { equalBytes, toBase64url, utf8 } from '../../../src/protocol/bytes.ts';
import { deriveKey, keyLabels, labelBytes } from '../../../src/protocol/labels.ts';
import { randomBytes } from '../../../src/protocol/random.ts';
import {
  audienceOf,
  confirmationProof,
  deviceBindingStatement,
  sessionKeysOf,
} from '../../../src/protocol/session-keys.ts';
import { codeOf } from '../../support/coded.ts';

describe('labels', () => {
  it('never give one key two uses', () => {
    const spelled = keyLabels.map((label) => Buffer.from(labelBytes(label)).toString());
    expect(new Set(spelled).size).toBe(keyLabels.length);
    // A context follows a space: no label may be another one with a context.
    for (const one of spelled) expect(spelled.filter((other) => other.startsWith(`${one} `))).toEqual([]);
  });

  it('are spelled with version and context', () => {
    expect(Buffer.from(labelBytes('audience key', 'maps')).toString()).toBe('naviterm/1 audience key maps');
    expect(deriveKey(utf8('k'), utf8('s'), 'channel id', 16)).toHaveLength(16);
  });
});

describe('an audience', () => {
  const sessionKey = randomBytes(32);
  const handle = () => toBase64url(randomBytes(16));
  const [first, second] = [handle(), handle()];
  const audiences = [
    { id: 'accounts', handle: first },
    { id: 'maps', handle: second },
  ];
  const keys = sessionKeysOf({ exportKey: () => sessionKey }, { audiences });

  it('has its handle and a key of its own, the same whenever derived', () => {
    const maps = audienceOf(keys, 'maps');
    expect(audienceOf(keys, 'maps')).toEqual(maps);
    expect(maps.audienceKey).toHaveLength(32);
    expect(maps.handle).toBe(second);
    for (const other of [
      audienceOf(keys, 'accounts'),
      audienceOf({ ...keys, handles: new Map([['map', second]]) }, 'map'),
      audienceOf({ ...keys, handles: new Map([['maps', first]]) }, 'maps'),
      audienceOf({ ...keys, sessionKey: randomBytes(32) }, 'maps'),
    ])
      expect(equalBytes(other.audienceKey, maps.audienceKey)).toBe(false);
  });

  it('is one that the session was opened for', () => {
    expect(codeOf(() => audienceOf(keys, 'traffic'))).toBe('session.audience-unknown');
  });
});

describe('proofs', () => {
  it('of possession belong to one key and channel', () => {
    const [key, hash] = [randomBytes(32), randomBytes(32)];
    expect(confirmationProof(key, hash)).toEqual(confirmationProof(key, hash));
    expect(equalBytes(confirmationProof(key, hash), confirmationProof(key, randomBytes(32)))).toBe(false);
    expect(equalBytes(confirmationProof(key, hash), confirmationProof(randomBytes(32), hash))).toBe(false);
  });

  it('of a device name what they are, before the exported key', () => {
    expect(Buffer.from(deviceBindingStatement(Uint8Array.of(1, 2))).toString('latin1')).toBe(
      'naviterm/1 device binding\0\x01\x02',
    );
  });
});
