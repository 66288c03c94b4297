import { describe, expect, it } from 'vitest';
import { equalBytes, utf8 } from '../../../src/protocol/bytes.ts';
import { deriveKey, keyLabels, labelBytes } from '../../../src/protocol/labels.ts';
import { randomBytes } from '../../../src/protocol/random.ts';
import { confirmationProof, deriveAudience, deviceBindingStatement } from '../../../src/protocol/session-keys.ts';

describe('labels', () => {
  it('never give one key two uses', () => {
    const spelled = keyLabels.map((label) => Buffer.from(labelBytes(label)).toString());
    expect(new Set(spelled).size).toBe(keyLabels.length);
    // A context follows a space: no label may be another one with a context.
    for (const one of spelled) expect(spelled.filter((other) => other.startsWith(`${one} `))).toEqual([]);
  });

  it('are spelled with version and context', () => {
    expect(Buffer.from(labelBytes('audience key', 'maps')).toString()).toBe('naviterm/1 audience key maps');
    expect(deriveKey(utf8('k'), utf8('s'), 'session id', 16)).toHaveLength(16);
  });
});

describe('an audience', () => {
  const [sessionKey, sessionId] = [randomBytes(32), randomBytes(16)];

  it('has a key and handle of its own, the same whenever derived', () => {
    const maps = deriveAudience(sessionKey, sessionId, 'maps');
    expect(deriveAudience(sessionKey, sessionId, 'maps')).toEqual(maps);
    expect(maps.audienceKey).toHaveLength(32);
    expect(maps.handle).toMatch(/^[A-Za-z0-9_-]{22}$/);
    for (const other of [
      deriveAudience(sessionKey, sessionId, 'map'),
      deriveAudience(sessionKey, randomBytes(16), 'maps'),
      deriveAudience(randomBytes(32), sessionId, 'maps'),
    ]) {
      expect(other.handle).not.toBe(maps.handle);
      expect(equalBytes(other.audienceKey, maps.audienceKey)).toBe(false);
    }
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
