import { afterAll, beforeAll, expect, test } from 'vitest';
import { SqlCertificateStore } from '../../local-servers/authentication/store/certificate-store.ts';
import { startChainServers, type ChainServers } from '../support/chain-servers.ts';
import { codeOfRejection } from '../support/coded.ts';
import { certificateFor, checkCertificate } from '../support/device-channel.ts';

let servers: ChainServers;
beforeAll(async () => {
  servers = await startChainServers();
});
afterAll(() => servers.close());

test('B4: an expired certificate is refused, before and after its row is gone', async () => {
  const { authentication, maps } = servers.contexts;
  const { certificate } = await certificateFor(authentication, await servers.provision(), 'maps');
  servers.clock.advance(300);
  expect(await codeOfRejection(checkCertificate(authentication, maps, certificate))).toBe('certificate.expired');
  await servers.withDevices((database) => new SqlCertificateStore(database).purge(servers.clock.now() + 1));
  expect(await codeOfRejection(checkCertificate(authentication, maps, certificate))).toBe('certificate.expired');
});
