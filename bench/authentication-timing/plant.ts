/*
 * Loaded into the server under test by `--plant`: it takes longer where it does not know the device, as a server would that
 * skips or adds work for strangers. The measurement has to show it.
 */
import { SqlDeviceSecretStore } from '../../local-servers/authentication/store/device-secret-store.ts';

const microseconds = Number(process.env['NAVITERM_PLANT']);
type LookUp = SqlDeviceSecretStore['lookUp'];
const lookUp = Reflect.get<object, 'lookUp'>(SqlDeviceSecretStore.prototype, 'lookUp') as LookUp;

SqlDeviceSecretStore.prototype.lookUp = async function (deviceId, nobody) {
  const found = await lookUp.call(this, deviceId, nobody);
  if (!found.isActive || Buffer.compare(found.deviceId, deviceId) !== 0) {
    const end = process.hrtime.bigint() + BigInt(Math.round(microseconds * 1000));
    while (process.hrtime.bigint() < end);
  }
  return found;
};
