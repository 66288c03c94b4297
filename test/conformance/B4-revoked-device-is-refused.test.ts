import { afterAll, beforeAll, expect, test } from 'vitest';
import { revokeDevice } from '../../local-servers/authentication/operator.ts';
import { startChainServers, type ChainServers } from '../support/chain-servers.ts';
import { codeOfRejection } from '../support/coded.ts';
import { certificateFor, checkCertificate } from '../support/device-channel.ts';

let servers: ChainServers;
beforeAll(async () => {
  servers = await startChainServers();
});
afterAll(() => servers.close());

test('B4: what a revoked device still holds is refused', async () => {
  const { authentication, maps } = servers.contexts;
  const device = await servers.provision();
  const { certificate } = await certificateFor(authentication, device, 'maps');
  await servers.withDevices((database) => revokeDevice(authentication, database, device.deviceId));
  expect(await codeOfRejection(checkCertificate(authentication, maps, certificate))).toBe('certificate.invalid');
});
