import { afterAll, beforeAll, expect, test } from 'vitest';
import { audienceKey } from '../../src/protocol/session-keys.ts';
import { asInitiator, channelTo } from '../support/channel-to.ts';
import { shownBy, startAccounts, type AccountsUnderTest } from '../support/accounts.ts';
import { codeOfRejection } from '../support/coded.ts';

let accounts: AccountsUnderTest;
beforeAll(async () => {
  accounts = await startAccounts();
});
afterAll(() => accounts.close());

test('C5: a service learns nothing of a session that is for another, even with a request that was signed for the other', async () => {
  const key = await accounts.signUp(await accounts.issue());
  const session = await accounts.openSession(key, { audiences: ['maps'] });
  const asTraffic = await accounts.checkChannel(accounts.traffic);
  const { handle } = session.audience('maps');
  const own = { handle, audienceKey: audienceKey(session.sessionKey, handle, 'traffic') };
  for (const asked of [session.audience('maps'), session.audience('accounts'), own])
    expect(await codeOfRejection(asTraffic.request(shownBy(asked)))).toBe('session.unknown');
  // Who is no service in the directory, or has another's id without its key, cannot even ask.
  const portal = channelTo(accounts.context, 'session-check', asInitiator(accounts.portal));
  expect(await codeOfRejection(portal)).toBe('channel.handshake-failed');
  const posing = { serverId: 'maps', staticKey: accounts.traffic.staticKey };
  const pretender = channelTo(accounts.context, 'session-check', asInitiator(posing));
  expect(await codeOfRejection(pretender)).toBe('channel.handshake-failed');
});
