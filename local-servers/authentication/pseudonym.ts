import { concat, utf8 } from '../../src/protocol/bytes.ts';
import { hmacSha256 } from '../../src/protocol/hash.ts';
import { deriveKey } from '../../src/protocol/labels.ts';

/**
 * B4: a device as one service knows it, 32 bytes: the same each time, and unlinkable to what another service knows.
 * HMAC over service id ‖ 0 ‖ device id.
 */
export function devicePseudonyms(masterKey: Uint8Array): (serviceId: string, deviceId: Uint8Array) => Uint8Array {
  const key = deriveKey(masterKey, new Uint8Array(0), 'service pseudonym');
  return (serviceId, deviceId) => hmacSha256(key, concat(utf8(`${serviceId}\0`), deviceId));
}
