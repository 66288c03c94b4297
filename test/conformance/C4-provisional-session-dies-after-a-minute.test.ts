import { afterAll, beforeAll, expect, test } from 'vitest';
import { shownBy, startAccounts, type AccountsUnderTest } from '../support/accounts.ts';
import { codeOfRejection } from '../support/coded.ts';

let accounts: AccountsUnderTest;
beforeAll(async () => {
  accounts = await startAccounts();
});
afterAll(() => accounts.close());

test('C4: a session that no signed request has used within a minute is over; a used one lives its whole life', async () => {
  const key = await accounts.signUp(await accounts.issue());
  const used = (await accounts.openSession(key)).audience('maps');
  const unused = (await accounts.openSession(key)).audience('maps');
  const check = async (shown: ReturnType<typeof shownBy>) =>
    (await accounts.checkChannel(accounts.maps)).request(shown);
  accounts.clock.advance(59);
  expect(await check(shownBy(used))).toMatchObject({ expiresIn: 241 });
  accounts.clock.advance(1);
  expect(await codeOfRejection(check(shownBy(unused)))).toBe('session.expired');
  expect(await check(shownBy(used))).toMatchObject({ expiresIn: 240 });
  accounts.clock.advance(240);
  expect(await codeOfRejection(check(shownBy(used)))).toBe('session.expired');
});
