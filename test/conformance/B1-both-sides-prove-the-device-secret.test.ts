import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildAuthentication } from '../../local-servers/authentication/app.ts';
import { channelExchange } from '../../src/protocol/transport.ts';
import { startChainServers, type ChainServers } from '../support/chain-servers.ts';
import { codeOfRejection } from '../support/coded.ts';
import { certificateRequest, openDeviceChannel } from '../support/device-channel.ts';
import { baseUrlOf, findFreePort, listenAtBaseUrl } from '../support/listen.ts';

let servers: ChainServers;
beforeAll(async () => {
  servers = await startChainServers();
});
afterAll(() => servers.close());

test('B1: each side proves the device secret, and neither it nor the device id travels', async () => {
  const device = await servers.provision();
  const { authentication, maps } = servers.contexts;
  const wire: Uint8Array[] = [];
  const exchange = channelExchange(async (request) => {
    const response = await maps.transport(request);
    wire.push(request.body ?? new Uint8Array(0), response.body);
    return response;
  }, authentication.baseUrl);
  // Message 2 has proved the server when the channel is open; message 3 is answered only to who proves the terminal.
  const channel = await openDeviceChannel(authentication, device, { exchange });
  expect(await channel.request(certificateRequest('maps'))).toHaveProperty('certificate');
  const travelled = Buffer.concat(wire);
  for (const secret of [device.deviceSecret, device.deviceId]) {
    expect(travelled.indexOf(Buffer.from(secret, 'base64url'))).toBe(-1);
    expect(travelled.indexOf(secret)).toBe(-1);
  }
});

test('B1: who stole the server’s keys, but knows no device secret, does not pass for the authentication server', async () => {
  const device = await servers.provision({ makerId: 'acme', modelId: 'N-100', hardwareNumber: 'SN-B1' });
  const { authentication } = servers.contexts;
  const thief = { ...authentication, folder: `${servers.folder}/thief`, baseUrl: baseUrlOf(await findFreePort()) };
  const impostor = await buildAuthentication(thief);
  try {
    await listenAtBaseUrl(impostor, thief);
    expect(await codeOfRejection(openDeviceChannel(thief, device))).toBe('channel.handshake-failed');
  } finally {
    await impostor.close();
  }
  expect(await codeOfRejection(openDeviceChannel(authentication, device))).toBeUndefined();
});
