import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChannelServers, type ChannelServers } from '../support/channel-servers.ts';
import { holdOverLosses } from '../support/lost-messages.ts';

let servers: ChannelServers;
beforeAll(async () => {
  servers = await startChannelServers();
});
afterAll(() => servers.close());

test('C3: at no step of a sign-up are other bytes answered at a counter that was used', async () => {
  const { result, probes, expected } = await holdOverLosses(servers, 'sign-up');
  expect(probes).toEqual(expected);
  expect(result).toEqual({ active: true });
  expect(await servers.accountsStore.all('SELECT state FROM access_keys')).toEqual([{ state: 'active' }]);
});
