import { afterAll, beforeAll, expect, test } from 'vitest';
import { add, identify, logIn, overwrite, startAccounts, type AccountsUnderTest } from '../support/accounts.ts';

let accounts: AccountsUnderTest;
beforeAll(async () => {
  accounts = await startAccounts();
});
afterAll(() => accounts.close());

test('C3: each issue gives a different key, for the same account and the same slot', async () => {
  const account = await accounts.issue();
  const first = await accounts.signUp(account);
  const issued = [first];
  for (let count = 0; count < 2; count += 1) {
    const channel = await accounts.signUpChannel();
    await logIn(channel, account.userId, account.password);
    await identify(channel, account.licenceNumber);
    issued.push(count === 0 ? await add(channel) : await overwrite(channel, first.slotId));
  }
  expect(new Set(issued.map(({ accessKey }) => accessKey)).size).toBe(3);
  expect(new Set(issued.map(({ accessKeyId }) => accessKeyId)).size).toBe(3);
});
