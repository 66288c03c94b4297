import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChannelServers, type ChannelServers } from '../support/channel-servers.ts';
import { holdOverLosses } from '../support/lost-messages.ts';

let servers: ChannelServers;
beforeAll(async () => {
  servers = await startChannelServers();
});
afterAll(() => servers.close());

test('C2: an account whose reply was lost is asked for again with the same bytes, and is one account with one password', async () => {
  const { result, probes, expected } = await holdOverLosses(servers, 'account-issue');
  expect(probes).toEqual(expected);
  const { userId } = result as { userId: string };
  expect(await servers.accountsStore.all('SELECT user_id FROM accounts')).toEqual([{ user_id: userId }]);
});
