import { equalBytes, toBase64url } from '../../src/protocol/bytes.ts';
import { deviceIdBytes, deviceSecretId, splitDeviceIdentifier } from '../../src/protocol/device-identity.ts';
import { randomBytes } from '../../src/protocol/random.ts';
import { openAtRest, sealAtRest } from '../../src/protocol/sealing-at-rest.ts';
import type { DeviceSecretStore, StoredSecret, StoredSecrets } from './store/device-secret-store.ts';

const secretBytes = 32;

const label = (deviceId: Uint8Array) => `device secret ${toBase64url(deviceId)}`;

export function createDeviceSecret(): Uint8Array {
  return randomBytes(secretBytes);
}

/** What was sealed for one device does not open for another. */
export function sealDeviceSecret(masterKey: Uint8Array, deviceId: Uint8Array, secret: Uint8Array): StoredSecret {
  return { id: deviceSecretId(deviceId, secret), sealed: sealAtRest(masterKey, label(deviceId), secret) };
}

/**
 * The secret that an identifier names. B1: for an unknown device or secret and for a revoked device, after the same look-up
 * and the same unsealing, a random secret that nobody holds: from outside it looks like a wrong secret, in content and in
 * time. What is unsealed in vain is the secret of whichever device was found.
 */
export function deviceSecrets(
  store: Pick<DeviceSecretStore, 'lookUp'>,
  masterKey: Uint8Array,
): (identifier: Uint8Array) => Promise<Uint8Array> {
  const deviceIdOfNobody = new Uint8Array(deviceIdBytes);
  const nobody = {
    deviceId: deviceIdOfNobody,
    ...sealDeviceSecret(masterKey, deviceIdOfNobody, createDeviceSecret()),
  };
  return async (identifier) => {
    const { deviceId, secretId } = splitDeviceIdentifier(identifier);
    const found = await store.lookUp(deviceId, nobody);
    const isFound = equalBytes(found.deviceId, deviceId) && found.isActive;
    const isNext = equalBytes(found.next.id, secretId) && found.hasNext;
    const isCurrent = found.current.id === undefined || equalBytes(found.current.id, secretId);
    const { sealed } = isNext ? found.next : found.current;
    const opened = openAtRest(masterKey, label((found.isActive ? found : nobody).deviceId), sealed);
    const random = createDeviceSecret();
    return isFound && (isNext || isCurrent) ? opened : random;
  };
}

/** Which of a device's secrets an identifier names; a secret from before secrets had ids is meant by any. */
export function namedSecret({ current, next }: StoredSecrets, secretId: Uint8Array): 'current' | 'next' | undefined {
  if (next !== undefined && equalBytes(next.id, secretId)) return 'next';
  return current.id === undefined || equalBytes(current.id, secretId) ? 'current' : undefined;
}
