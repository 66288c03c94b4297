import { openAuthenticationDatabase } from '../../local-servers/authentication/store/authentication-store.ts';
import { findDevice, renewDeviceSecrets } from '../../local-servers/authentication/operator.ts';
import type { DeviceRecord } from '../../local-servers/authentication/store/device-store.ts';
import type { SqlDatabase } from '../../local-servers/kit/storage/database.ts';
import type { RealTerminal } from './real-terminal.ts';
import type { ServiceUnderTest } from './service-under-test.ts';

/** Longer than a certificate lives: the next request needs a new one. */
const pastAdmission = 600;

/** What the authentication server's operator does, through the same database, while it runs. */
export async function withDevices<T>(
  { contexts }: Pick<ServiceUnderTest, 'contexts'>,
  work: (database: SqlDatabase, context: ServiceUnderTest['contexts']['authentication']) => Promise<T>,
): Promise<T> {
  const database = await openAuthenticationDatabase(contexts.authentication.folder);
  try {
    return await work(database, contexts.authentication);
  } finally {
    await database.close();
  }
}

export const deviceIdOf = ({ terminal }: RealTerminal): string => terminal.status().device?.deviceId ?? '';

export async function recordOf(servers: ServiceUnderTest, terminal: RealTerminal): Promise<DeviceRecord> {
  const record = await withDevices(servers, (database) => findDevice(database, deviceIdOf(terminal)));
  if (record === undefined) throw new Error('the server does not know the device');
  return record;
}

export const demandRenewal = (servers: ServiceUnderTest, terminal: RealTerminal): Promise<number> =>
  withDevices(servers, (database, context) => renewDeviceSecrets(context, database, deviceIdOf(terminal)));

/** Authenticates anew, whatever admission there was. */
export async function admitAgain(servers: ServiceUnderTest, { terminal }: RealTerminal): Promise<void> {
  servers.clock.advance(pastAdmission);
  await terminal.service.admit(await terminal.directory.configuredService());
}
