import { concat } from './bytes.ts';
import { deriveKey } from './labels.ts';

export const deviceIdBytes = 16;
const secretIdBytes = 8;

/** Which of a device's secrets it is; tells nothing of the secret to whoever reads it (32 random bytes cannot be guessed). */
export function deviceSecretId(deviceId: Uint8Array, secret: Uint8Array): Uint8Array {
  return deriveKey(secret, deviceId, 'secret id', secretIdBytes);
}

/** B1: what message 1 hides: device id (16 bytes) ‖ secret id (8 bytes), so that the server takes the secret that is meant. */
export function deviceIdentifier(deviceId: Uint8Array, secret: Uint8Array): Uint8Array {
  return concat(deviceId, deviceSecretId(deviceId, secret));
}

/** Takes an identifier apart, whatever its length: a wrong one names a device that nobody knows. */
export function splitDeviceIdentifier(identifier: Uint8Array): { deviceId: Uint8Array; secretId: Uint8Array } {
  return { deviceId: identifier.slice(0, deviceIdBytes), secretId: identifier.slice(deviceIdBytes) };
}
