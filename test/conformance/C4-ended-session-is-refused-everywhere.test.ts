import { afterAll, beforeAll, expect, test } from 'vitest';
import { sessionEndPath } from '../../src/contract/sessions.ts';
import { shownBy, startAccounts, type AccountsUnderTest } from '../support/accounts.ts';
import { codeOfRejection } from '../support/coded.ts';
import { newIdempotencyKey, prepareExtension, prepareRequest, remaining } from '../support/session-changes.ts';

let accounts: AccountsUnderTest;
beforeAll(async () => {
  accounts = await startAccounts();
});
afterAll(() => accounts.close());

test('C4: a session that its terminal ended is refused by every way that leads to it', async () => {
  const key = await accounts.signUp(await accounts.issue());
  const session = await accounts.openSession(key);
  const audience = session.audience('accounts');
  const extended = { counter: 1, idempotencyKey: newIdempotencyKey() };
  expect(await prepareExtension(accounts.context, audience, extended).send()).toMatchObject({ status: 200 });
  const check = await accounts.checkChannel(accounts.maps);
  await check.request(shownBy(session.audience('maps')));

  const content = { idempotencyKey: newIdempotencyKey() };
  const end = prepareRequest(accounts.context, audience, { path: sessionEndPath, counter: 2, content });
  const ended = await end.send();
  expect(ended).toMatchObject({ status: 200, signed: true, json: { done: true } });

  expect(await remaining(accounts.context, audience)).toBe('session.revoked');
  const revoked = { status: 401, signed: true, json: { code: 'session.revoked' } };
  expect(await prepareExtension(accounts.context, audience, { counter: 3 }).send()).toMatchObject(revoked);
  expect(await codeOfRejection(check.request(shownBy(session.audience('maps'))))).toBe('session.revoked');
  // What was granted before the end is not granted again: its answer is forgotten.
  expect(await prepareExtension(accounts.context, audience, { ...extended, counter: 4 }).send()).toMatchObject(revoked);

  // Who did not hear of the end hears of it by asking again; the same request is a replay.
  expect(await end.send()).toMatchObject({ status: 409, json: { code: 'signature.counter-used' } });
  const again = prepareRequest(accounts.context, audience, { path: sessionEndPath, counter: 5, content });
  expect(await again.send()).toEqual(ended);
  // The terminal itself is still signed up.
  expect((await accounts.openSession(key)).reply.expiresIn).toBe(300);
});
