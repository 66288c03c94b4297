import { afterAll, beforeAll, expect, test } from 'vitest';
import { generateX25519 } from '../../src/protocol/keys.ts';
import { startChainServers, type ChainServers } from '../support/chain-servers.ts';
import { codeOfRejection } from '../support/coded.ts';
import { certificateFor, checkCertificate } from '../support/device-channel.ts';

let servers: ChainServers;
beforeAll(async () => {
  servers = await startChainServers();
});
afterAll(() => servers.close());

test('B4: only services of the directory, with their own keys, can have certificates checked', async () => {
  const { authentication, maps } = servers.contexts;
  const { certificate } = await certificateFor(authentication, await servers.provision(), 'maps');
  const strangers = [
    { serverId: 'maps', staticKey: generateX25519() },
    { serverId: 'nowhere', staticKey: maps.staticKey },
    { serverId: 'authentication', staticKey: authentication.staticKey },
  ];
  for (const stranger of strangers) {
    const code = await codeOfRejection(checkCertificate(authentication, stranger, certificate));
    expect(code).toMatch(/^channel\./);
  }
  expect(await checkCertificate(authentication, maps, certificate)).toHaveProperty('pseudonym');
});
