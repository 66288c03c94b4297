import { afterAll, beforeAll, expect, test } from 'vitest';
import { revokeDevice } from '../../local-servers/authentication/operator.ts';
import { channelExchange } from '../../src/protocol/transport.ts';
import { toBase64url } from '../../src/protocol/bytes.ts';
import { randomBytes } from '../../src/protocol/random.ts';
import { startChainServers, type ChainServers } from '../support/chain-servers.ts';
import { codeOfRejection } from '../support/coded.ts';
import { openDeviceChannel } from '../support/device-channel.ts';

let servers: ChainServers;
beforeAll(async () => {
  servers = await startChainServers();
});
afterAll(() => servers.close());

test('B1: an unknown device, a wrong secret and a revoked device look the same from outside', async () => {
  const device = await servers.provision();
  const revoked = await servers.provision({ makerId: 'acme', modelId: 'N-100', hardwareNumber: 'SN-revoked' });
  const { authentication, maps } = servers.contexts;
  expect(await servers.withDevices((database) => revokeDevice(authentication, database, revoked.deviceId))).toBe(true);
  const cases = {
    unknown: { ...device, deviceId: toBase64url(randomBytes(16)) },
    wrongSecret: { ...device, deviceSecret: toBase64url(randomBytes(32)) },
    revoked,
  };
  const seen = new Set<string>();
  for (const attempt of Object.values(cases)) {
    const exchange = channelExchange(async (request) => {
      const response = await maps.transport(request);
      seen.add(`${response.status} ${response.headers['content-type'] ?? ''} ${response.body.byteLength}`);
      return response;
    }, authentication.baseUrl);
    const code = await codeOfRejection(openDeviceChannel(authentication, attempt, { exchange }));
    expect(code).toBe('channel.handshake-failed');
  }
  // One status, one type, one length for all: the server itself cannot be told to know more.
  expect([...seen]).toHaveLength(1);
  expect([...seen][0]).toMatch(/^200 /);
});
