import { afterAll, beforeAll, expect, test } from 'vitest';
import { add, confirm, identify, logIn, startAccounts, type AccountsUnderTest } from '../support/accounts.ts';

let accounts: AccountsUnderTest;
beforeAll(async () => {
  accounts = await startAccounts();
});
afterAll(() => accounts.close());

test('C3: a confirmation that is repeated gets the same answer, and changes nothing more', async () => {
  const account = await accounts.issue();
  const channel = await accounts.signUpChannel();
  await logIn(channel, account.userId, account.password);
  await identify(channel, account.licenceNumber);
  const issued = await add(channel);
  const first = await confirm(channel, issued);
  accounts.clock.advance(10);
  expect(await confirm(channel, issued)).toEqual(first);
  expect(await (await accounts.sessionChannel(issued)).request({ step: 'confirm' })).toEqual({ done: true });
  const terminals = await accounts.store.all<{ registered_at: number }>('SELECT registered_at FROM terminals');
  expect(terminals).toEqual([{ registered_at: accounts.clock.now() - 10 }]);
});
