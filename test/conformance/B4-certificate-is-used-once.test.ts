import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChainServers, type ChainServers } from '../support/chain-servers.ts';
import { codeOfRejection } from '../support/coded.ts';
import { certificateFor, checkCertificate, newCheckId } from '../support/device-channel.ts';

let servers: ChainServers;
beforeAll(async () => {
  servers = await startChainServers();
});
afterAll(() => servers.close());

test('B4: a certificate is good for one check; the same check asked again gets the same answer', async () => {
  const { authentication, maps } = servers.contexts;
  const { certificate } = await certificateFor(authentication, await servers.provision(), 'maps');
  const checkId = newCheckId();
  const first = await checkCertificate(authentication, maps, certificate, checkId);
  expect(await checkCertificate(authentication, maps, certificate, checkId)).toEqual(first);
  expect(await codeOfRejection(checkCertificate(authentication, maps, certificate))).toBe('certificate.used');
  // Time runs for a repeated check, too.
  servers.clock.advance(60);
  const later = await checkCertificate(authentication, maps, certificate, checkId);
  expect(later).toEqual({ ...first, expiresIn: first.expiresIn - 60 });
});
