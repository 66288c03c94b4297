import { toBase64url } from '../../src/protocol/bytes.ts';
import { randomBytes } from '../../src/protocol/random.ts';
import { openAtRest, sealAtRest } from '../../src/protocol/sealing-at-rest.ts';
import type { DeviceStore } from './store/device-store.ts';

export const deviceIdBytes = 16;
const secretBytes = 32;

const label = (deviceId: Uint8Array) => `device secret ${toBase64url(deviceId)}`;

export function createDeviceSecret(): Uint8Array {
  return randomBytes(secretBytes);
}

/** What was sealed for one device does not open for another. */
export function sealDeviceSecret(masterKey: Uint8Array, deviceId: Uint8Array, secret: Uint8Array): Uint8Array {
  return sealAtRest(masterKey, label(deviceId), secret);
}

/**
 * The secret of a device id. B1: for an unknown or revoked one, after the same look-up and the same unsealing, a random
 * secret that nobody holds: from outside it looks like a wrong secret, in content and in time.
 */
export function deviceSecrets(
  store: DeviceStore,
  masterKey: Uint8Array,
): (deviceId: Uint8Array) => Promise<Uint8Array> {
  const nobody = new Uint8Array(deviceIdBytes);
  const sealedForNobody = sealDeviceSecret(masterKey, nobody, createDeviceSecret());
  return async (deviceId) => {
    const sealed = await store.sealedSecret(deviceId);
    const random = createDeviceSecret();
    const opened = openAtRest(masterKey, label(sealed === undefined ? nobody : deviceId), sealed ?? sealedForNobody);
    return sealed === undefined ? random : opened;
  };
}
