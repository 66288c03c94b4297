import { afterAll, beforeAll, expect, test } from 'vitest';
import { shownBy, startAccounts, type AccountsUnderTest } from '../support/accounts.ts';
import { codeOfRejection } from '../support/coded.ts';

let accounts: AccountsUnderTest;
beforeAll(async () => {
  accounts = await startAccounts();
});
afterAll(() => accounts.close());

test('C5: with the contract the sessions end, and no new one is opened', async () => {
  const key = await accounts.signUp(await accounts.issue(120));
  const session = await accounts.openSession(key);
  expect(session.reply.expiresIn).toBe(120);
  const check = await accounts.checkChannel(accounts.maps);
  await check.request(shownBy(session.audience('maps')));
  accounts.clock.advance(120);
  expect(await codeOfRejection(check.request(shownBy(session.audience('maps'))))).toBe('session.expired');
  expect(await codeOfRejection(accounts.openSession(key))).toBe('contract.lapsed');
});
