import { afterAll, beforeAll, expect, test } from 'vitest';
import { channelExchange } from '../../src/protocol/transport.ts';
import { toBase64url } from '../../src/protocol/bytes.ts';
import { startChainServers, type ChainServers } from '../support/chain-servers.ts';
import { certificateRequest, openDeviceChannel } from '../support/device-channel.ts';

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
    expect(travelled.includes(Buffer.from(secret, 'base64url'))).toBe(false);
    expect(travelled.includes(secret)).toBe(false);
  }
});

test('B1: a server that does not know the device secret does not pass for the authentication server', async () => {
  const device = await servers.provision({ makerId: 'acme', modelId: 'N-100', hardwareNumber: 'SN-B1' });
  const { authentication } = servers.contexts;
  const impostor = await startChainServers();
  try {
    // Even with the static key of the real server: the secret itself is what it lacks.
    const { contexts } = impostor;
    const stolen = { ...authentication, baseUrl: contexts.authentication.baseUrl };
    await expect(openDeviceChannel(stolen, device)).rejects.toMatchObject({ code: 'channel.handshake-failed' });
  } finally {
    await impostor.close();
  }
  expect(toBase64url((await openDeviceChannel(authentication, device)).handshakeHash)).toHaveLength(43);
});
