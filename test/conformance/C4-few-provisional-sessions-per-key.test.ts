import { afterAll, beforeAll, expect, test } from 'vitest';
import { hasCode } from '../../src/errors/coded-error.ts';
import { shownBy, startAccounts, type AccountsUnderTest } from '../support/accounts.ts';

let accounts: AccountsUnderTest;
beforeAll(async () => {
  accounts = await startAccounts();
});
afterAll(() => accounts.close());

test('C4: one access key has few sessions that wait for their first use, and none of them displaces a live one', async () => {
  const account = await accounts.issue();
  const key = await accounts.signUp(account);
  const live = (await accounts.openSession(key)).audience('maps');
  const check = await accounts.checkChannel(accounts.maps);
  await check.request(shownBy(live));
  for (let count = 0; count < 4; count += 1) {
    accounts.clock.advance(5);
    await accounts.openSession(key);
  }
  const refusal: unknown = await accounts.openSession(key).catch((error: unknown) => error);
  expect(hasCode(refusal, 'session.too-many')).toBe(true);
  expect(refusal).toMatchObject({ retryAfter: 45 });
  expect(await check.request(shownBy(live))).toMatchObject({ expiresIn: 280 });
  // Another terminal of the same account is not concerned.
  await accounts.openSession(await accounts.signUp(account));
  accounts.clock.advance(45);
  expect((await accounts.openSession(key)).reply.expiresIn).toBe(300);
});
