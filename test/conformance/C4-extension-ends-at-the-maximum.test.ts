import { afterAll, beforeAll, expect, test } from 'vitest';
import { startAccounts, type AccountsUnderTest } from '../support/accounts.ts';
import { liveSession, prepareExtension, remaining } from '../support/session-changes.ts';

let accounts: AccountsUnderTest;
beforeAll(async () => {
  accounts = await startAccounts({ sessionLifetime: 100, maximumSessionLifetime: 250 });
});
afterAll(() => accounts.close());

/** Extends the session that `audience` belongs to. @returns seconds that it has from now on */
async function extend(audience: Parameters<typeof prepareExtension>[1], counter: number, lifetime?: number) {
  const wish = { counter, ...(lifetime === undefined ? {} : { lifetime }) };
  const { json } = await prepareExtension(accounts.context, audience, wish).send();
  return json.expiresIn ?? json.code;
}

test('C4, C6: a session is extended up to its maximum, never beyond', async () => {
  const key = await accounts.signUp(await accounts.issue());
  const audience = await liveSession(accounts, key);
  accounts.clock.advance(80);
  expect(await extend(audience, 1)).toBe(100);
  accounts.clock.advance(80);
  // 160 seconds after it was opened, 90 are left of 250.
  expect(await extend(audience, 2)).toBe(90);
  accounts.clock.advance(80);
  expect(await extend(audience, 3)).toBe(10);
  expect(await remaining(accounts.context, audience)).toBe(10);
  accounts.clock.advance(10);
  expect(await remaining(accounts.context, audience)).toBe('session.expired');
  expect(await extend(audience, 4)).toBe('session.expired');
});

test('C4, C6: a wish counts where it is for less than a new session, and shortens nothing', async () => {
  const key = await accounts.signUp(await accounts.issue());
  const audience = await liveSession(accounts, key);
  accounts.clock.advance(70);
  expect(await extend(audience, 1, 10)).toBe(30);
  expect(await extend(audience, 2, 60)).toBe(60);
  expect(await extend(audience, 3, 10_000)).toBe(100);
});

test('C4: no extension outlives the contract', async () => {
  const key = await accounts.signUp(await accounts.issue(120));
  const audience = await liveSession(accounts, key);
  accounts.clock.advance(50);
  expect(await extend(audience, 1)).toBe(70);
});
