import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { deviceSecrets } from '../../../local-servers/authentication/device-secrets.ts';
import { listDevices, provisionDevice, revokeDevice } from '../../../local-servers/authentication/operator.ts';
import { openAuthenticationDatabase } from '../../../local-servers/authentication/store/authentication-store.ts';
import { SqlDeviceSecretStore } from '../../../local-servers/authentication/store/device-secret-store.ts';
import { firstBrokenEntry } from '../../../local-servers/kit/audit.ts';
import type { SqlDatabase } from '../../../local-servers/kit/storage/database.ts';
import { concat, fromBase64url, toBase64url } from '../../../src/protocol/bytes.ts';
import { randomBytes } from '../../../src/protocol/random.ts';
import { acmeDevice } from '../../support/chain-servers.ts';
import { codeOfRejection } from '../../support/coded.ts';
import { deviceChannelSecret } from '../../support/device-channel.ts';
import { TestClock } from '../../support/test-clock.ts';

const context = { clock: new TestClock(), logger: pino({ level: 'silent' }), masterKey: randomBytes(32) };
let folder: string;
let database: SqlDatabase;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'naviterm-devices-'));
  database = await openAuthenticationDatabase(folder);
});
afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

it('B1: gives each device an id and a secret of its own', async () => {
  const one = await provisionDevice(context, database, acmeDevice);
  const two = await provisionDevice(context, database, { ...acmeDevice, hardwareNumber: 'SN000124' });
  expect(one).toMatchObject(acmeDevice);
  expect(fromBase64url(one.deviceId)).toHaveLength(16);
  expect(fromBase64url(one.deviceSecret)).toHaveLength(32);
  expect(one.deviceId).not.toBe(two.deviceId);
  expect(one.deviceSecret).not.toBe(two.deviceSecret);
  const listed = (await listDevices(database)).map(({ deviceId, state }) => [toBase64url(deviceId), state]);
  expect(listed).toEqual([
    [one.deviceId, 'active'],
    [two.deviceId, 'active'],
  ]);
});

it('keeps secrets sealed: neither the database nor the audit trail has them in the open', async () => {
  const { deviceSecret } = await provisionDevice(context, database, acmeDevice);
  await database.close();
  const bytes = await readFile(join(folder, 'store.sqlite'));
  expect(bytes.includes(Buffer.from(deviceSecret, 'base64url'))).toBe(false);
  expect(bytes.includes(deviceSecret)).toBe(false);
  expect(bytes.includes(acmeDevice.hardwareNumber)).toBe(true);
  database = await openAuthenticationDatabase(folder);
});

it('provisions a hardware number again only after the device was revoked', async () => {
  const first = await provisionDevice(context, database, acmeDevice);
  const again = () => provisionDevice(context, database, acmeDevice);
  expect(await codeOfRejection(again())).toBe('device.already-provisioned');
  expect(await revokeDevice(context, database, first.deviceId)).toBe(true);
  expect(await revokeDevice(context, database, first.deviceId)).toBe(false);
  const second = await again();
  expect(second.deviceId).not.toBe(first.deviceId);
  expect((await listDevices(database)).map(({ state }) => state).toSorted()).toEqual(['active', 'revoked']);
  expect(await firstBrokenEntry(database)).toBeUndefined();
});

it('refuses facts that are none', async () => {
  for (const wrong of [{ modelId: '' }, { hardwareNumber: 'a b' }, { makerId: 'x'.repeat(65) }]) {
    const device = { ...acmeDevice, ...wrong };
    expect(await codeOfRejection(provisionDevice(context, database, device))).toBe('request.malformed');
  }
});

it('B1: gives the secret of an active device, and a new random one for any other id', async () => {
  const device = await provisionDevice(context, database, acmeDevice);
  const secretFor = deviceSecrets(new SqlDeviceSecretStore(database), context.masterKey);
  const id = deviceChannelSecret(device).identifier;
  expect(toBase64url(await secretFor(id))).toBe(device.deviceSecret);
  const otherSecret = concat(fromBase64url(device.deviceId), randomBytes(8));
  for (const other of [
    otherSecret,
    id.slice(0, 16),
    randomBytes(24),
    randomBytes(3),
    new Uint8Array(0),
    new Uint8Array(24),
  ]) {
    const [one, two] = [await secretFor(other), await secretFor(other)];
    expect(one).toHaveLength(32);
    expect(one).not.toEqual(two);
  }
  await revokeDevice(context, database, device.deviceId);
  expect(toBase64url(await secretFor(id))).not.toBe(device.deviceSecret);
});

it('does not open what was sealed for another device', async () => {
  const [a, b] = [await provisionDevice(context, database, acmeDevice), randomBytes(16)];
  await database.run('UPDATE devices SET device_id = ? WHERE device_id = ?', b, fromBase64url(a.deviceId));
  const secretFor = deviceSecrets(new SqlDeviceSecretStore(database), context.masterKey);
  const { identifier } = deviceChannelSecret(a);
  expect(await codeOfRejection(secretFor(concat(b, identifier.slice(16))))).toBe('configuration.invalid');
});

it('B1: gives no secret of the device that was found in the place of an unknown one', async () => {
  const devices = await Promise.all(
    ['1', '2', '3'].map((hardwareNumber) => provisionDevice(context, database, { ...acmeDevice, hardwareNumber })),
  );
  const secretFor = deviceSecrets(new SqlDeviceSecretStore(database), context.masterKey);
  const secrets = devices.map(({ deviceSecret }) => deviceSecret);
  for (const device of devices) {
    const { identifier } = deviceChannelSecret(device);
    expect(toBase64url(await secretFor(identifier))).toBe(device.deviceSecret);
    // Its neighbours, with the name of its own secret: the id below it is where the look-up finds it.
    for (const step of [-1n, 1n]) {
      const id = (BigInt(`0x${Buffer.from(identifier.subarray(0, 16)).toString('hex')}`) + step) & ((1n << 128n) - 1n);
      const neighbour = concat(Buffer.from(id.toString(16).padStart(32, '0'), 'hex'), identifier.subarray(16));
      expect(secrets).not.toContain(toBase64url(await secretFor(neighbour)));
    }
  }
});
