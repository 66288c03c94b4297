import { afterAll, beforeAll, expect, test } from 'vitest';
import { forgetEnded } from '../../local-servers/accounts/forgetting.ts';
import { changeCeiling } from '../../local-servers/accounts/session-changes.ts';
import { revokeSessions } from '../../local-servers/accounts/operator.ts';
import { startAccounts, type AccountsUnderTest } from '../support/accounts.ts';
import { newIdempotencyKey, prepareExtension } from '../support/session-changes.ts';

let accounts: AccountsUnderTest;
beforeAll(async () => {
  accounts = await startAccounts();
});
afterAll(() => accounts.close());

const rows = async (table: 'session_answers' | 'session_windows') =>
  (await accounts.store.get<{ count: number }>(`SELECT COUNT(*) AS count FROM ${table}`))?.count;

test('C4: what is recorded of a session has a ceiling, and goes when the session ends', async () => {
  const account = await accounts.issue();
  const key = await accounts.signUp(account);
  const audience = (await accounts.openSession(key)).audience('accounts');
  const idempotencyKey = newIdempotencyKey();
  const first = await prepareExtension(accounts.context, audience, { counter: 1, idempotencyKey }).send();
  for (let counter = 2; counter <= changeCeiling; counter += 1) {
    expect(await prepareExtension(accounts.context, audience, { counter }).send()).toMatchObject({ status: 200 });
  }
  const counter = changeCeiling + 1;
  expect(await prepareExtension(accounts.context, audience, { counter }).send()).toMatchObject({
    status: 429,
    signed: true,
    json: { code: 'session.exhausted' },
  });
  // What was answered before is still answered, and the ceiling is that of one session.
  const again = { counter: counter + 1, idempotencyKey };
  expect(await prepareExtension(accounts.context, audience, again).send()).toEqual(first);
  const other = (await accounts.openSession(key)).audience('accounts');
  expect(await prepareExtension(accounts.context, other, { counter: 1 }).send()).toMatchObject({ status: 200 });
  expect(await rows('session_answers')).toBe(changeCeiling + 1);

  await forgetEnded(accounts.store, accounts.clock.now());
  expect(await rows('session_answers')).toBe(changeCeiling + 1);
  accounts.clock.advance(300);
  await forgetEnded(accounts.store, accounts.clock.now());
  expect(await rows('session_answers')).toBe(0);
  // The windows stay as long as the sessions are told from unknown ones.
  expect(await rows('session_windows')).toBe(2);
  accounts.clock.advance(86_401);
  await forgetEnded(accounts.store, accounts.clock.now());
  expect(await rows('session_windows')).toBe(0);
});

test('C4: a revoked session leaves no answers either', async () => {
  const account = await accounts.issue();
  const key = await accounts.signUp(account);
  const open = async () => (await accounts.openSession(key)).audience('accounts');
  const extend = async () => (await prepareExtension(accounts.context, await open(), { counter: 1 }).send()).status;
  expect(await extend()).toBe(200);
  await revokeSessions(accounts.context, accounts.store, account.userId);
  expect(await rows('session_answers')).toBe(0);
  expect(await extend()).toBe(200);
  await (await accounts.sessionChannel(key)).request({ step: 'sign-out' });
  expect(await rows('session_answers')).toBe(0);
});
