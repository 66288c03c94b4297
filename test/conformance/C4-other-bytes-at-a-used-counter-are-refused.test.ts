import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChannelServers, type ChannelServers } from '../support/channel-servers.ts';
import { holdOverLosses } from '../support/lost-messages.ts';

let servers: ChannelServers;
beforeAll(async () => {
  servers = await startChannelServers();
});
afterAll(() => servers.close());

test('C4: neither opening a session nor signing out is answered twice at one counter', async () => {
  const { result, probes, expected } = await holdOverLosses(servers, 'session');
  expect(probes).toEqual(expected);
  expect(result).toEqual({ done: true });
  expect(await servers.accountsStore.all('SELECT state FROM sessions')).toEqual([{ state: 'revoked' }]);
});
