import { cp } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listDevices, trustDevice } from '../../local-servers/authentication/operator.ts';
import { admitAgain, deviceIdOf, recordOf, withDevices } from '../support/device-servers.ts';
import { realTerminal, type RealTerminal } from '../support/real-terminal.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

let servers: ServiceUnderTest;
beforeAll(async () => {
  servers = await startService();
});
afterAll(() => servers.close());

async function copyOf(terminal: RealTerminal): Promise<RealTerminal> {
  const folder = `${terminal.folder}-copy`;
  await cp(terminal.folder, folder, { recursive: true });
  return terminal.restart({ folder });
}

const suspected = async () => {
  const devices = await withDevices(servers, (database) => listDevices(database, 'suspected'));
  return devices.map(({ deviceId }) => Buffer.from(deviceId).toString('base64url'));
};

test('B1: of two users of one identity, the operator is told when both have been there', async () => {
  const owner = await realTerminal(servers);
  await admitAgain(servers, owner);
  const copy = await copyOf(owner);
  expect(await suspected()).toEqual([]);
  await admitAgain(servers, copy);
  // So far there was one user after the other, from one place: a device that was moved looks the same.
  expect((await recordOf(servers, owner)).breaks).toBe(0);
  await admitAgain(servers, owner);
  expect(await suspected()).toEqual([deviceIdOf(owner)]);
  await admitAgain(servers, copy);
  expect((await recordOf(servers, owner)).breaks).toBe(2);

  const actions = await withDevices(servers, (database) =>
    database.all<{ subject: string }>("SELECT subject FROM audit WHERE action = 'device.suspect' ORDER BY seq"),
  );
  expect(actions.map(({ subject }) => subject)).toEqual([deviceIdOf(owner), deviceIdOf(owner)]);
});

test('B1: a copy from before the first authentication is noticed at the first one of both', async () => {
  const owner = await realTerminal(servers);
  const copy = await copyOf(owner);
  await admitAgain(servers, owner);
  await admitAgain(servers, copy);
  expect((await recordOf(servers, owner)).breaks).toBe(1);
});

test('B1: a device that was set back to a backup counts once, until the operator trusts it again', async () => {
  const device = await realTerminal(servers);
  await admitAgain(servers, device);
  const backup = await copyOf(device);
  await admitAgain(servers, device);
  for (let times = 0; times < 3; times += 1) await admitAgain(servers, backup);
  expect((await recordOf(servers, device)).breaks).toBe(1);
  const id = deviceIdOf(device);
  expect(await withDevices(servers, (database, context) => trustDevice(context, database, id))).toBe(true);
  await admitAgain(servers, backup);
  expect(await suspected()).not.toContain(id);
});
