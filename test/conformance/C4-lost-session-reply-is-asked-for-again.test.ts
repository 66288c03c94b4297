import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SessionCheckReply, SessionReply } from '../../src/contract/sessions.ts';
import { httpTransport } from '../../src/host/http-transport.ts';
import { audienceOf, sessionKeysOf } from '../../src/protocol/session-keys.ts';
import { channelExchange } from '../../src/protocol/transport.ts';
import { shownBy, startAccounts, type AccountsUnderTest } from '../support/accounts.ts';
import { losingLine } from '../support/losing.ts';

let accounts: AccountsUnderTest;
beforeAll(async () => {
  accounts = await startAccounts();
});
afterAll(() => accounts.close());

test('C4: a session whose reply was lost is asked for again with the same bytes, and is one session', async () => {
  const key = await accounts.signUp(await accounts.issue());
  const line = losingLine(channelExchange(httpTransport, accounts.context.baseUrl));
  const channel = await accounts.sessionChannel(key, line.options);
  const reply = await channel.request({ step: 'open', audiences: ['maps'] });
  expect(line.answers).toHaveLength(1);
  expect(line.answers[0]?.second).toEqual(line.answers[0]?.first);
  const maps = audienceOf(sessionKeysOf(channel, reply as SessionReply), 'maps');
  expect(await accounts.store.all('SELECT id FROM sessions')).toHaveLength(1);
  const check = await accounts.checkChannel(accounts.maps);
  expect(((await check.request(shownBy(maps))) as SessionCheckReply).expiresIn).toBe(300);
});
