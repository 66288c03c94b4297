import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ClientChannel } from '../../src/protocol/channel/client-channel.ts';
import { startChannelServers, type ChannelServers } from '../support/channel-servers.ts';
import { holdOverLosses } from '../support/lost-messages.ts';

let servers: ChannelServers;
beforeAll(async () => {
  servers = await startChannelServers();
});
afterAll(() => servers.close());

test('C4: neither opening a session nor signing out is answered twice at one counter', async () => {
  const opening = await holdOverLosses(servers, 'session');
  expect(opening.probes).toEqual(opening.expected);
  expect(opening.result).toMatchObject({ expiresIn: 300 });
  expect(await servers.accountsStore.all('SELECT state FROM sessions')).toEqual([{ state: 'provisional' }]);

  const hold = (channel: ClientChannel) => channel.request({ step: 'sign-out' });
  const signingOut = await holdOverLosses(servers, 'session', { hold });
  expect(signingOut.probes).toEqual(signingOut.expected);
  expect(signingOut.result).toEqual({ done: true });
  const keys = await servers.accountsStore.all('SELECT state FROM access_keys ORDER BY created_at, state');
  expect(keys).toEqual([{ state: 'active' }, { state: 'ended' }]);
});
