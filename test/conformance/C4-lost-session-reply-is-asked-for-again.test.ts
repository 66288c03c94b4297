import { afterAll, beforeAll, expect, test } from 'vitest';
import { httpTransport } from '../../src/host/http-transport.ts';
import { channelExchange } from '../../src/protocol/transport.ts';
import { startAccounts, type AccountsUnderTest } from '../support/accounts.ts';
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
  const { sessionId: id } = reply as { sessionId: string };
  expect(await accounts.store.all('SELECT id FROM sessions')).toEqual([{ id }]);
});
