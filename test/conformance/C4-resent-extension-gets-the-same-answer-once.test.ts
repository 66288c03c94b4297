import { afterAll, beforeAll, expect, test } from 'vitest';
import { startAccounts, type AccountsUnderTest } from '../support/accounts.ts';
import { liveSession, newIdempotencyKey, prepareExtension, remaining } from '../support/session-changes.ts';

let accounts: AccountsUnderTest;
beforeAll(async () => {
  accounts = await startAccounts();
});
afterAll(() => accounts.close());

test('C4: a change that is asked for again, with a new counter, happens once and gets the same answer', async () => {
  const key = await accounts.signUp(await accounts.issue());
  const audience = await liveSession(accounts, key);
  const idempotencyKey = newIdempotencyKey();
  accounts.clock.advance(100);
  const first = await prepareExtension(accounts.context, audience, { counter: 1, idempotencyKey }).send();
  expect(first).toMatchObject({ status: 200, signed: true, json: { expiresIn: 300 } });
  for (const counter of [2, 9]) {
    accounts.clock.advance(50);
    const again = await prepareExtension(accounts.context, audience, { counter, idempotencyKey }).send();
    expect(again).toEqual(first);
  }
  expect(await remaining(accounts.context, audience)).toBe(200);
  // A new wish is granted anew.
  const wish = await prepareExtension(accounts.context, audience, { counter: 10 }).send();
  expect(wish.json).toEqual({ expiresIn: 300 });
});

test('C4: however many ask at once under one idempotency key, one effect is recorded and all hear the same', async () => {
  const key = await accounts.signUp(await accounts.issue());
  const audience = await liveSession(accounts, key);
  const idempotencyKey = newIdempotencyKey();
  const asked = Array.from({ length: 8 }, (_, index) =>
    prepareExtension(accounts.context, audience, { counter: index + 1, idempotencyKey }).send(),
  );
  const answers = await Promise.all(asked);
  expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  const rows = await accounts.store.all('SELECT answer FROM session_answers WHERE idempotency_key = ?', idempotencyKey);
  expect(rows).toEqual([{ answer: answers[0]?.text }]);
});
