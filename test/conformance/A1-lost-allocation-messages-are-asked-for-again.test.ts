import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChannelServers, type ChannelServers } from '../support/channel-servers.ts';
import { holdOverLosses } from '../support/lost-messages.ts';

let servers: ChannelServers;
beforeAll(async () => {
  servers = await startChannelServers();
});
afterAll(() => servers.close());

test('A1: the same allocation request again gets the same answer, other bytes at its counter are refused', async () => {
  const { result, probes, expected } = await holdOverLosses(servers, 'allocation');
  expect(probes).toEqual(expected);
  expect(result).toHaveProperty('answer.payload');
});
