import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChainServers, type ChainServers } from '../support/chain-servers.ts';
import { codeOfRejection } from '../support/coded.ts';
import { certificateFor, checkCertificate } from '../support/device-channel.ts';

let servers: ChainServers;
beforeAll(async () => {
  servers = await startChainServers();
});
afterAll(() => servers.close());

test('B4: of two checks at the same moment one wins', async () => {
  const { authentication, maps } = servers.contexts;
  const { certificate } = await certificateFor(authentication, await servers.provision(), 'maps');
  const codes = await Promise.all(
    [1, 2, 3, 4].map(() => codeOfRejection(checkCertificate(authentication, maps, certificate))),
  );
  expect(codes.filter((code) => code === undefined)).toHaveLength(1);
  expect(codes.filter((code) => code === 'certificate.used')).toHaveLength(3);
});
