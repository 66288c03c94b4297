import { CodedError } from '../errors/coded-error.ts';
import { concat, equalBytes, fromBase64url, toBase64url, utf8 } from './bytes.ts';
import { hmacSha256 } from './hash.ts';
import { randomBytes } from './random.ts';

const lifetime = 300;

/** A nonce that its maker need not store: u64 milliseconds of the maker's clock ‖ 16 random bytes ‖ HMAC over both and the service id. */
export function createServiceNonce(key: Uint8Array, serviceId: string, now: number): string {
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(Math.floor(now * 1000)));
  const head = concat(time, randomBytes(16));
  return toBase64url(concat(head, hmacSha256(key, head, utf8(serviceId))));
}

/** @throws device.nonce-invalid where it is not this service's, or older than 300 seconds. */
export function checkServiceNonce(nonce: string, key: Uint8Array, serviceId: string, now: number): void {
  const bytes = fromBase64url(nonce, 'device.nonce-invalid');
  if (
    bytes.byteLength !== 56 ||
    !equalBytes(bytes.subarray(24), hmacSha256(key, bytes.subarray(0, 24), utf8(serviceId)))
  ) {
    throw new CodedError('device.nonce-invalid');
  }
  const age = now - Number(Buffer.from(bytes.subarray(0, 8)).readBigUInt64BE()) / 1000;
  if (age < -1 || age > lifetime) throw new CodedError('device.nonce-invalid', { detail: 'the nonce is too old' });
}
