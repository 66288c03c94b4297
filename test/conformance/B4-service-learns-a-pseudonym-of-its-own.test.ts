import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChainServers, type ChainServers } from '../support/chain-servers.ts';
import { certificateFor, checkCertificate } from '../support/device-channel.ts';

let servers: ChainServers;
beforeAll(async () => {
  servers = await startChainServers();
});
afterAll(() => servers.close());

test('B4: a service learns maker, model, remaining lifetime and a pseudonym of its own', async () => {
  const device = await servers.provision();
  const { authentication, maps, 'other-maps': otherMaps } = servers.contexts;
  const forMaps = await certificateFor(authentication, device, 'maps');
  servers.clock.advance(100);
  const checked = await checkCertificate(authentication, maps, forMaps.certificate);
  expect(checked).toMatchObject({ makerId: 'acme', modelId: 'N-100', expiresIn: 200 });

  const again = await certificateFor(authentication, device, 'maps');
  expect((await checkCertificate(authentication, maps, again.certificate)).pseudonym).toBe(checked.pseudonym);
  const elsewhere = await certificateFor(authentication, device, 'other-maps');
  const other = await checkCertificate(authentication, otherMaps, elsewhere.certificate);
  expect(other.pseudonym).not.toBe(checked.pseudonym);
});
