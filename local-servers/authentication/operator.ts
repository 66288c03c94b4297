import { Type, type Static } from 'typebox';
import { check } from '../../src/contract/check.ts';
import { HardwareNumber, MakerId, ModelId } from '../../src/contract/primitives.ts';
import type { DeviceProvisioning } from '../../src/contract/terminal-configuration.ts';
import { CodedError } from '../../src/errors/coded-error.ts';
import { fromBase64url, toBase64url } from '../../src/protocol/bytes.ts';
import { randomBytes } from '../../src/protocol/random.ts';
import { createAudit } from '../kit/audit.ts';
import type { RoleContext } from '../kit/role-context.ts';
import type { SqlDatabase } from '../kit/storage/database.ts';
import { deviceIdBytes } from '../../src/protocol/device-identity.ts';
import { createDeviceSecret, sealDeviceSecret } from './device-secrets.ts';
import { SqlContinuityStore } from './store/continuity-store.ts';
import { SqlDeviceSecretStore } from './store/device-secret-store.ts';
import { SqlDeviceStore, type Device, type DeviceRecord } from './store/device-store.ts';

type OperatorContext = Pick<RoleContext<unknown>, 'clock' | 'logger' | 'masterKey'>;

export const NewDevice = Type.Object(
  { makerId: MakerId, modelId: ModelId, hardwareNumber: HardwareNumber },
  { additionalProperties: false },
);
export type NewDevice = Static<typeof NewDevice>;

/**
 * B1: gives a device its identity and secret. What is returned goes into the device; the secret is kept here sealed, and
 * shown by nothing again.
 * @param keep puts it where it lasts, before the server knows the device: a device is never left with a secret nobody has
 * @throws request.malformed, device.already-provisioned
 */
export async function provisionDevice(
  context: OperatorContext,
  database: SqlDatabase,
  wanted: NewDevice,
  keep: (provisioning: DeviceProvisioning) => Promise<void> = () => Promise.resolve(),
): Promise<DeviceProvisioning> {
  const facts = check(NewDevice, wanted, 'request.malformed');
  const deviceId = randomBytes(deviceIdBytes);
  const secret = createDeviceSecret();
  const subject = toBase64url(deviceId);
  const device: Device = { deviceId, ...facts, state: 'active', provisionedAt: context.clock.now() };
  const provisioning = { deviceId: subject, deviceSecret: toBase64url(secret), ...facts };
  await keep(provisioning);
  await database.transaction(async (tx) => {
    const store = new SqlDeviceStore(tx);
    const { makerId, modelId, hardwareNumber } = facts;
    if ((await store.activeByHardwareNumber(makerId, modelId, hardwareNumber)) !== undefined) {
      throw new CodedError('device.already-provisioned', { detail: `${makerId} ${modelId} ${hardwareNumber}` });
    }
    await store.add(device, sealDeviceSecret(context.masterKey, deviceId, secret));
    await createAudit(context).record(tx, { action: 'device.provision', outcome: 'ok', subject, details: facts });
  });
  return provisioning;
}

/** Every device, revoked ones too, or those alone whose identity may have two users; no secrets. */
export function listDevices(database: SqlDatabase, only?: 'suspected'): Promise<DeviceRecord[]> {
  return new SqlDeviceStore(database).all(only);
}

export function findDevice(database: SqlDatabase, deviceId: string): Promise<DeviceRecord | undefined> {
  return new SqlDeviceStore(database).find(fromBase64url(deviceId));
}

/** The operator has looked into it: it is not suspected any more. @returns false where it was not */
export async function trustDevice(context: OperatorContext, database: SqlDatabase, deviceId: string): Promise<boolean> {
  return database.transaction(async (tx) => {
    const cleared = await new SqlContinuityStore(tx).clearBreaks(fromBase64url(deviceId));
    if (cleared) await createAudit(context).record(tx, { action: 'device.trust', outcome: 'ok', subject: deviceId });
    return cleared;
  });
}

/** The secret of one device, or of all, is renewed at its next authentication. @returns of how many */
export async function renewDeviceSecrets(
  context: OperatorContext,
  database: SqlDatabase,
  deviceId?: string,
): Promise<number> {
  return database.transaction(async (tx) => {
    const id = deviceId === undefined ? undefined : fromBase64url(deviceId);
    const count = await new SqlDeviceSecretStore(tx).demandRenewal(id);
    const subject = deviceId === undefined ? {} : { subject: deviceId };
    const event = { action: 'device-secret.demand', outcome: 'ok', details: { count } } as const;
    if (count > 0) await createAudit(context).record(tx, { ...event, ...subject });
    return count;
  });
}

/**
 * Ends a device: its secret is forgotten, and certificates that it still holds are refused from now on.
 * @returns false where there is no active device of this id
 */
export async function revokeDevice(
  context: OperatorContext,
  database: SqlDatabase,
  deviceId: string,
): Promise<boolean> {
  const id = fromBase64url(deviceId);
  return database.transaction(async (tx) => {
    const revoked = await new SqlDeviceStore(tx).revoke(id);
    if (revoked) {
      await createAudit(context).record(tx, { action: 'device.revoke', outcome: 'ok', subject: deviceId });
    }
    return revoked;
  });
}
