import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChainServers, type ChainServers } from '../support/chain-servers.ts';
import { codeOfRejection } from '../support/coded.ts';
import { certificateFor, checkCertificate } from '../support/device-channel.ts';

let servers: ChainServers;
beforeAll(async () => {
  servers = await startChainServers();
});
afterAll(() => servers.close());

test('B4: another service can neither check a certificate nor use it up', async () => {
  const { authentication, maps, 'other-maps': otherMaps } = servers.contexts;
  const { certificate } = await certificateFor(authentication, await servers.provision(), 'maps');
  const stolen = checkCertificate(authentication, otherMaps, certificate);
  expect(await codeOfRejection(stolen)).toBe('certificate.wrong-service');
  expect(await checkCertificate(authentication, maps, certificate)).toHaveProperty('pseudonym');
});
