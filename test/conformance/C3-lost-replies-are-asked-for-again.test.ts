import { afterAll, beforeAll, expect, test } from 'vitest';
import { httpTransport } from '../../src/host/http-transport.ts';
import { channelExchange } from '../../src/protocol/transport.ts';
import { add, confirm, identify, logIn, startAccounts, type AccountsUnderTest } from '../support/accounts.ts';
import { losingLine } from '../support/losing.ts';

let accounts: AccountsUnderTest;
beforeAll(async () => {
  accounts = await startAccounts();
});
afterAll(() => accounts.close());

test('C3: every reply of a sign-up may be lost; the same bytes again get the same reply, and count once', async () => {
  const account = await accounts.issue();
  const line = losingLine(channelExchange(httpTransport, accounts.context.baseUrl));
  const channel = await accounts.signUpChannel(line.options);
  await logIn(channel, account.userId, account.password);
  await identify(channel, account.licenceNumber);
  const issued = await add(channel);
  expect(await confirm(channel, issued)).toEqual({ active: true });

  expect(line.answers).toHaveLength(5);
  for (const { first, second } of line.answers) expect(second).toEqual(first);
  expect(await accounts.store.all('SELECT id, state FROM access_keys')).toEqual([
    { id: issued.accessKeyId, state: 'active' },
  ]);
  expect(await accounts.store.all('SELECT count FROM guesses')).toEqual([{ count: 0 }, { count: 0 }, { count: 0 }]);
  expect((await accounts.openSession(issued)).reply.userId).toBe(account.userId);
});
