/*
 * Loaded into the server under test by `--plant`: it takes longer where it does not know the device, as a server would that
 * skips or adds work for strangers. The measurement has to show it.
 */
import {
  SqlDeviceSecretStore,
  type StoredSecrets,
} from '../../local-servers/authentication/store/device-secret-store.ts';

const microseconds = Number(process.env['NAVITERM_PLANT']);
type OfDevice = (this: SqlDeviceSecretStore, deviceId: Uint8Array) => Promise<StoredSecrets | undefined>;
const ofDevice = Reflect.get<object, 'ofDevice'>(SqlDeviceSecretStore.prototype, 'ofDevice') as OfDevice;

SqlDeviceSecretStore.prototype.ofDevice = async function (deviceId) {
  const found = await ofDevice.call(this, deviceId);
  if (found === undefined) {
    const end = process.hrtime.bigint() + BigInt(Math.round(microseconds * 1000));
    while (process.hrtime.bigint() < end);
  }
  return found;
};
