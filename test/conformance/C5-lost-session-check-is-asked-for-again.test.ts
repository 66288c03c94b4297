import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChannelServers, type ChannelServers } from '../support/channel-servers.ts';
import { holdOverLosses } from '../support/lost-messages.ts';

let servers: ChannelServers;
beforeAll(async () => {
  servers = await startChannelServers();
});
afterAll(() => servers.close());

test('C5: a session check whose reply was lost is asked for again with the same bytes', async () => {
  const { result, probes, expected } = await holdOverLosses(servers, 'session-check');
  expect(probes).toEqual(expected);
  expect(result).toHaveProperty('audienceKey');
});
