import { afterAll, beforeAll, expect, test } from 'vitest';
import { add, identify, logIn, startAccounts, type AccountsUnderTest } from '../support/accounts.ts';
import { codeOfRejection } from '../support/coded.ts';

let accounts: AccountsUnderTest;
beforeAll(async () => {
  accounts = await startAccounts();
});
afterAll(() => accounts.close());

test('C3: a terminal that holds a key confirms it in a session channel, where the sign-up channel is gone', async () => {
  const account = await accounts.issue();
  const channel = await accounts.signUpChannel();
  await logIn(channel, account.userId, account.password);
  await identify(channel, account.licenceNumber);
  const issued = await add(channel);
  accounts.clock.advance(3_600);
  expect(await codeOfRejection(accounts.openSession(issued))).toBe('access-key.not-active');
  expect(await (await accounts.sessionChannel(issued)).request({ step: 'confirm' })).toEqual({ done: true });
  expect((await accounts.openSession(issued)).reply).toMatchObject({ userId: account.userId });
});
