import { afterAll, beforeAll, expect, test } from 'vitest';
import { sessionEndPath } from '../../src/contract/sessions.ts';
import { startAccounts, type AccountsUnderTest } from '../support/accounts.ts';
import {
  liveSession,
  newIdempotencyKey,
  prepareExtension,
  prepareRequest,
  remaining,
} from '../support/session-changes.ts';

let accounts: AccountsUnderTest;
beforeAll(async () => {
  accounts = await startAccounts();
});
afterAll(() => accounts.close());

test('C4: an idempotency key that stands for one change is refused for another', async () => {
  const key = await accounts.signUp(await accounts.issue());
  const audience = await liveSession(accounts, key);
  const idempotencyKey = newIdempotencyKey();
  const conflict = { status: 409, signed: true, json: { code: 'request.idempotency-conflict' } };
  accounts.clock.advance(100);
  const first = await prepareExtension(accounts.context, audience, {
    counter: 1,
    idempotencyKey,
    lifetime: 250,
  }).send();
  expect(first.json).toEqual({ expiresIn: 250 });

  const other = prepareExtension(accounts.context, audience, { counter: 2, idempotencyKey, lifetime: 300 });
  expect(await other.send()).toMatchObject(conflict);
  const elsewhere = { path: sessionEndPath, counter: 3, content: { idempotencyKey } };
  expect(await prepareRequest(accounts.context, audience, elsewhere).send()).toMatchObject(conflict);
  expect(await remaining(accounts.context, audience)).toBe(250);
  // The refusal used its counter up, and the first wish still stands.
  expect(await other.send()).toMatchObject({ json: { code: 'signature.counter-used' } });
  const again = { counter: 4, idempotencyKey, lifetime: 250 };
  expect(await prepareExtension(accounts.context, audience, again).send()).toEqual(first);

  // The very same content, too, where it asks another address for something else.
  const plain = { idempotencyKey: newIdempotencyKey() };
  expect(await prepareExtension(accounts.context, audience, { counter: 5, ...plain }).send()).toMatchObject({
    status: 200,
  });
  const end = { path: sessionEndPath, counter: 6, content: plain };
  expect(await prepareRequest(accounts.context, audience, end).send()).toMatchObject(conflict);

  // Another session may use the same key for whatever it likes.
  const stranger = (await accounts.openSession(key)).audience('accounts');
  const theirs = { counter: 1, idempotencyKey, lifetime: 300 };
  expect(await prepareExtension(accounts.context, stranger, theirs).send()).toMatchObject({ status: 200 });
});
