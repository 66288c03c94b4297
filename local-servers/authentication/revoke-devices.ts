import { fromBase64url, toBase64url } from '../../src/protocol/bytes.ts';
import { createAudit } from '../kit/audit.ts';
import type { RoleContext } from '../kit/role-context.ts';
import type { SqlDatabase, SqlExecutor } from '../kit/storage/database.ts';
import type { LineFault, ListedDevice, NamedDevice } from './revocation-list.ts';
import { SqlDeviceStore, type Device } from './store/device-store.ts';

export interface Revocation {
  readonly revoked: number;
  /** On the list, but revoked before. */
  readonly before: number;
  /** Lines that name no device, or several; where there is one, nothing is revoked. */
  readonly faults: readonly LineFault[];
}

/**
 * Ends all devices of a list, or none: from then on none of them is authenticated, and no certificate that one still holds
 * is good. Whom a service has admitted already stays until its certificate's time is over.
 */
export async function revokeDevices(
  context: Pick<RoleContext<unknown>, 'clock' | 'logger'>,
  database: SqlDatabase,
  { devices, dryRun }: { readonly devices: readonly ListedDevice[]; readonly dryRun: boolean },
): Promise<Revocation> {
  const audit = createAudit(context);
  return database.transaction(async (tx) => {
    const store = new SqlDeviceStore(tx);
    const { active, before, faults } = await look(tx, devices);
    if (faults.length > 0 || dryRun) return { revoked: active.size, before, faults };
    for (const [subject, device] of active) {
      await store.revoke(device.deviceId);
      await audit.record(tx, { action: 'device.revoke', outcome: 'ok', subject, details: { listed: active.size } });
    }
    return { revoked: active.size, before, faults };
  });
}

async function look(tx: SqlExecutor, devices: readonly ListedDevice[]) {
  const store = new SqlDeviceStore(tx);
  const active = new Map<string, Device>();
  const faults: LineFault[] = [];
  let before = 0;
  for (const { line, device } of devices) {
    const found = await candidates(store, device);
    const live = found.filter(({ state }) => state === 'active');
    const [only] = live;
    if (found.length === 0) faults.push({ line, problem: 'there is no such device' });
    else if (live.length > 1)
      faults.push({ line, problem: 'several models have this hardware number: name the model' });
    else if (only === undefined) before += 1;
    else active.set(toBase64url(only.deviceId), only);
  }
  return { active, before, faults };
}

async function candidates(store: SqlDeviceStore, device: NamedDevice): Promise<readonly Device[]> {
  if (!('deviceId' in device)) return store.byHardwareNumber(device.makerId, device.modelId, device.hardwareNumber);
  const found = await store.find(fromBase64url(device.deviceId));
  return found === undefined ? [] : [found];
}
