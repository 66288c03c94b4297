import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildAuthentication } from '../../local-servers/authentication/app.ts';
import { findDevice, provisionDevice } from '../../local-servers/authentication/operator.ts';
import { openAuthenticationDatabase } from '../../local-servers/authentication/store/authentication-store.ts';
import type { SqlDatabase } from '../../local-servers/kit/storage/database.ts';
import { acmeDevice } from '../support/chain-servers.ts';
import { codeOfRejection } from '../support/coded.ts';
import { certificateFor, certificateRequest, checkCertificate, openDeviceChannel } from '../support/device-channel.ts';
import { createInstallation, type TestInstallation } from '../support/role-context.ts';

const roles = {
  authentication: { role: 'authentication', settings: { clonedDevices: 'revoke' } },
  maps: { role: 'service', settings: {} },
} as const;

let installation: TestInstallation<typeof roles>;
let devices: SqlDatabase;
beforeAll(async () => {
  installation = await createInstallation(roles);
  const { authentication } = installation.contexts;
  await installation.start('authentication', await buildAuthentication(authentication));
  devices = await openAuthenticationDatabase(authentication.folder);
});
afterAll(async () => {
  await devices.close();
  await installation.close();
});

test('B1: with the policy "revoke" the second user ends the identity for both, and what they still hold', async () => {
  const { authentication, maps } = installation.contexts;
  const device = await provisionDevice(authentication, devices, acmeDevice);
  const held = await certificateFor(authentication, device, 'maps');

  // Another step from the same place.
  const second = await openDeviceChannel(authentication, device);
  expect(await codeOfRejection(second.request(certificateRequest('maps')))).toBe('channel.handshake-failed');
  expect(await findDevice(devices, device.deviceId)).toMatchObject({ state: 'revoked', breaks: 1 });
  expect(await codeOfRejection(openDeviceChannel(authentication, device))).toBe('channel.handshake-failed');
  expect(await codeOfRejection(checkCertificate(authentication, maps, held.certificate))).toBe('certificate.invalid');
});
