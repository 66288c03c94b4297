import { afterAll, beforeAll, expect, test } from 'vitest';
import { add, confirm, identify, logIn, startAccounts, type AccountsUnderTest } from '../support/accounts.ts';
import { codeOfRejection } from '../support/coded.ts';

let accounts: AccountsUnderTest;
beforeAll(async () => {
  accounts = await startAccounts();
});
afterAll(() => accounts.close());

test('C3: a key opens no session until its terminal has confirmed it, and nobody sees it among the terminals', async () => {
  const account = await accounts.issue();
  const channel = await accounts.signUpChannel();
  await logIn(channel, account.userId, account.password);
  await identify(channel, account.licenceNumber);
  const issued = await add(channel);
  expect(await codeOfRejection(accounts.openSession(issued))).toBe('access-key.not-active');
  const other = await accounts.signUpChannel();
  await logIn(other, account.userId, account.password);
  expect((await identify(other, account.licenceNumber)).terminals).toEqual([]);
  await confirm(channel, issued);
  expect((await accounts.openSession(issued)).reply.expiresIn).toBe(300);
});
