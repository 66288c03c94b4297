import { describe, expect, it } from 'vitest';
import { openRegionKey, sealRegionKey } from '../../../src/maps/region-key.ts';
import { openForSession, sealForSession } from '../../../src/protocol/session-sealing.ts';
import { coded, noise, regionKey } from './support.ts';

const audienceKey = noise('audience', 32);
const invalid = coded('network.answer-invalid');

describe('delivering a region key', () => {
  const sealed = sealRegionKey(audienceKey, 'montevideo', regionKey);

  it('opens in the session that it was sealed for', () => {
    expect(openRegionKey(audienceKey, 'montevideo', sealed)).toEqual(Buffer.from(regionKey));
  });

  it('is different each time, and shows nothing of the key', () => {
    expect(sealRegionKey(audienceKey, 'montevideo', regionKey)).not.toEqual(sealed);
    expect(Buffer.from(sealed).includes(Buffer.from(regionKey))).toBe(false);
  });

  it('opens in no other session, for no other region, under no other label, and not when changed or cut', () => {
    expect(() => openRegionKey(noise('other', 32), 'montevideo', sealed)).toThrow(invalid);
    expect(() => openRegionKey(audienceKey, 'astana', sealed)).toThrow(invalid);
    expect(() => openForSession(audienceKey, 'audience key', 'montevideo', sealed, 256)).toThrow(invalid);
    expect(() => openRegionKey(audienceKey, 'montevideo', sealed.subarray(0, -1))).toThrow(invalid);
    expect(() => openRegionKey(audienceKey, 'montevideo', new Uint8Array(300))).toThrow(invalid);
  });

  it('is refused where what was sealed is no region key', () => {
    const short = sealForSession(audienceKey, 'region key delivery', 'montevideo', regionKey.subarray(1));
    expect(() => openRegionKey(audienceKey, 'montevideo', short)).toThrow(invalid);
  });
});
