import { afterAll, beforeAll, expect, test } from 'vitest';
import { toBase64url } from '../../src/protocol/bytes.ts';
import { startChainServers, type ChainServers } from '../support/chain-servers.ts';
import { openDeviceChannel } from '../support/device-channel.ts';

let servers: ChainServers;
beforeAll(async () => {
  servers = await startChainServers();
});
afterAll(() => servers.close());

test('B2: each authentication agrees on keys of its own, whatever the secret', async () => {
  const device = await servers.provision();
  const exported = new Set<string>();
  const hashes = new Set<string>();
  for (let count = 0; count < 3; count++) {
    const channel = await openDeviceChannel(servers.contexts.authentication, device);
    exported.add(toBase64url(channel.exportKey('session key')));
    hashes.add(toBase64url(channel.handshakeHash));
  }
  expect(exported.size).toBe(3);
  expect(hashes.size).toBe(3);
});
