import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChainServers, type ChainServers } from '../support/chain-servers.ts';
import { codeOfRejection } from '../support/coded.ts';
import { certificateRequest, openDeviceChannel } from '../support/device-channel.ts';

let servers: ChainServers;
beforeAll(async () => {
  servers = await startChainServers();
});
afterAll(() => servers.close());

test('B3: no certificate is issued for a service that the directory does not have', async () => {
  const channel = await openDeviceChannel(servers.contexts.authentication, await servers.provision());
  expect(await codeOfRejection(channel.request(certificateRequest('nowhere')))).toBe('service.unknown');
});
