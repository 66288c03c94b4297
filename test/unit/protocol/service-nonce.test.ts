import { describe, expect, it } from 'vitest';
import { ServiceNonce } from '../../../src/contract/device-authentication.ts';
import { check } from '../../../src/contract/check.ts';
import { fromBase64url, toBase64url } from '../../../src/protocol/bytes.ts';
import { randomBytes } from '../../../src/protocol/random.ts';
import { checkServiceNonce, createServiceNonce } from '../../../src/protocol/service-nonce.ts';
import { codeOf } from '../../support/coded.ts';

const key = randomBytes(32);
const nonce = createServiceNonce(key, 'maps', 1000);
const verdict = (text: string, service = 'maps', now = 1000, mac = key) =>
  codeOf(() => checkServiceNonce(text, mac, service, now));

describe('a service nonce', () => {
  it('is known again for 300 seconds', () => {
    expect(check(ServiceNonce, nonce, 'request.malformed')).toBe(nonce);
    expect(verdict(nonce)).toBeUndefined();
    expect(verdict(nonce, 'maps', 1300)).toBeUndefined();
    expect(verdict(nonce, 'maps', 1300.1)).toBe('device.nonce-invalid');
    expect(verdict(nonce, 'maps', 998)).toBe('device.nonce-invalid');
  });

  it('belongs to one service and key', () => {
    expect(verdict(nonce, 'traffic')).toBe('device.nonce-invalid');
    expect(verdict(nonce, 'maps', 1000, randomBytes(32))).toBe('device.nonce-invalid');
  });

  it('is another each time', () => expect(createServiceNonce(key, 'maps', 1000)).not.toBe(nonce));

  it('is refused with any byte changed, and where it is none', () => {
    for (let at = 0; at < 56; at++) {
      const bytes = Uint8Array.from(fromBase64url(nonce), (byte, index) => (index === at ? byte ^ 1 : byte));
      expect(verdict(toBase64url(bytes))).toBe('device.nonce-invalid');
    }
    for (const text of ['', 'AAAA', '****', nonce.slice(0, -1), `${nonce}AA`])
      expect(verdict(text)).toBe('device.nonce-invalid');
  });
});
