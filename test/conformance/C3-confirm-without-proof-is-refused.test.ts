import { afterAll, beforeAll, expect, test } from 'vitest';
import { toBase64url } from '../../src/protocol/bytes.ts';
import { randomBytes } from '../../src/protocol/random.ts';
import { add, confirm, identify, logIn, startAccounts, type AccountsUnderTest } from '../support/accounts.ts';
import { codeOfRejection } from '../support/coded.ts';

let accounts: AccountsUnderTest;
beforeAll(async () => {
  accounts = await startAccounts();
});
afterAll(() => accounts.close());

test('C3: without proof that the terminal holds the key, it stays pending; the right proof is still taken', async () => {
  const account = await accounts.issue();
  const channel = await accounts.signUpChannel();
  await logIn(channel, account.userId, account.password);
  await identify(channel, account.licenceNumber);
  const issued = await add(channel);
  const anotherKey = { ...issued, accessKey: toBase64url(randomBytes(32)) };
  expect(await codeOfRejection(confirm(channel, anotherKey))).toBe('account.confirm-failed');
  expect(await codeOfRejection(channel.request({ step: 'confirm' }))).toBe('request.malformed');
  expect(await codeOfRejection(accounts.openSession(issued))).toBe('access-key.not-active');
  expect(await confirm(channel, issued)).toEqual({ active: true });
});
