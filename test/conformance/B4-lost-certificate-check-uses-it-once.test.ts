import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChannelServers, type ChannelServers } from '../support/channel-servers.ts';
import { holdOverLosses } from '../support/lost-messages.ts';

let servers: ChannelServers;
beforeAll(async () => {
  servers = await startChannelServers();
});
afterAll(() => servers.close());

test('B4: a check whose reply was lost is asked for again with the same bytes, and uses the certificate once', async () => {
  const { result, probes, expected } = await holdOverLosses(servers, 'certificate-check');
  expect(probes).toEqual(expected);
  expect(result).toHaveProperty('pseudonym');
});
