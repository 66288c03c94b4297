import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChannelServers, type ChannelServers } from '../support/channel-servers.ts';
import { holdOverLosses } from '../support/lost-messages.ts';

let servers: ChannelServers;
beforeAll(async () => {
  servers = await startChannelServers();
});
afterAll(() => servers.close());

test('B3: a certificate whose reply was lost is asked for again with the same bytes, and is one certificate', async () => {
  const { result, probes, expected } = await holdOverLosses(servers, 'device-authentication');
  expect(probes).toEqual(expected);
  expect(result).toHaveProperty('certificate.payload');
  expect(await servers.devices.all('SELECT certificate_id FROM certificates')).toHaveLength(1);
});
