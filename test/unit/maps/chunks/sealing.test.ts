import { createCipheriv, hkdfSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../../src/protocol/bytes.ts';
import { chunkId, openChunk, sealChunk } from '../../../../src/maps/chunks/sealing.ts';
import { coded, hex, noise, regionKey } from '../support.ts';

const plain = noise('chunk', 1000);
const { id, sha256, sealed } = sealChunk(regionKey, plain);
const invalid = coded('map.chunk-invalid');

describe('sealed chunks', () => {
  it('open to what was sealed', () => {
    expect(sha256).toBe(hex(plain));
    expect(openChunk(regionKey, sha256, sealed)).toEqual(Buffer.from(plain));
  });

  it('are what the protocol says: HKDF with the digest as salt, AES-256-GCM, nonce zero, tag at the end', () => {
    const derived = (info: string) => Buffer.from(hkdfSync('sha256', regionKey, Buffer.from(sha256, 'hex'), info, 32));
    const cipher = createCipheriv('aes-256-gcm', derived('naviterm/1 chunk key'), Buffer.alloc(12));
    expect(Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])).toEqual(sealed);
    expect(id).toBe(derived('naviterm/1 chunk id').toString('base64url'));
    expect(chunkId(regionKey, sha256)).toBe(id);
  });

  it('keep their bytes and address while the content stays (G4), and share nothing between regions', () => {
    expect(sealChunk(regionKey, plain)).toEqual({ id, sha256, sealed });
    const elsewhere = sealChunk(noise('other region', 32), plain);
    expect(elsewhere.id).not.toBe(id);
    expect(elsewhere.sealed).not.toEqual(sealed);
  });

  it('do not open with any byte changed, cut or under another key or digest', () => {
    for (const at of [0, 500, 999, 1000, 1015]) {
      const changed = Uint8Array.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => openChunk(regionKey, sha256, changed)).toThrow(invalid);
    }
    for (const end of [0, 15, 16, 1015])
      expect(() => openChunk(regionKey, sha256, sealed.subarray(0, end))).toThrow(invalid);
    expect(() => openChunk(noise('other', 32), sha256, sealed)).toThrow(invalid);
    expect(() => openChunk(regionKey, hex(utf8('other')), sealed)).toThrow(invalid);
    expect(() => openChunk(regionKey.subarray(1), sha256, sealed)).toThrow(invalid);
  });

  it('do not open where somebody with the region key sealed other content for the digest (G3)', () => {
    const key = Buffer.from(hkdfSync('sha256', regionKey, Buffer.from(sha256, 'hex'), 'naviterm/1 chunk key', 32));
    const cipher = createCipheriv('aes-256-gcm', key, Buffer.alloc(12));
    const planted = Buffer.concat([cipher.update(noise('evil', 1000)), cipher.final(), cipher.getAuthTag()]);
    expect(() => openChunk(regionKey, sha256, planted)).toThrow(
      expect.objectContaining({ detail: expect.stringContaining('other content') }),
    );
  });
});
