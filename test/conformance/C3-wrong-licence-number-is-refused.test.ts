import { afterAll, beforeAll, expect, test } from 'vitest';
import { add, identify, logIn, startAccounts, type AccountsUnderTest } from '../support/accounts.ts';
import { codeOfRejection } from '../support/coded.ts';

let accounts: AccountsUnderTest;
beforeAll(async () => {
  accounts = await startAccounts();
});
afterAll(() => accounts.close());

test('C3: a wrong licence number is refused, and so is the licence number of another account', async () => {
  const account = await accounts.issue();
  const other = await accounts.issue();
  const channel = await accounts.signUpChannel();
  await logIn(channel, account.userId, account.password);
  expect(await codeOfRejection(identify(channel, 'NL-0000-0000-0000'))).toBe('account.licence-wrong');
  expect(await codeOfRejection(identify(channel, other.licenceNumber))).toBe('account.licence-wrong');
  expect(await codeOfRejection(add(channel))).toBe('channel.step-unexpected');
});
