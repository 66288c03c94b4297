import { afterAll, beforeAll, expect, test } from 'vitest';
import { startAccounts, type AccountsUnderTest } from '../support/accounts.ts';
import { liveSession, prepareExtension, remaining } from '../support/session-changes.ts';

let accounts: AccountsUnderTest;
beforeAll(async () => {
  accounts = await startAccounts();
});
afterAll(() => accounts.close());

test('C4: a request that changes something is refused when it is sent again as it was', async () => {
  const key = await accounts.signUp(await accounts.issue());
  const audience = await liveSession(accounts, key);
  accounts.clock.advance(100);
  const recorded = prepareExtension(accounts.context, audience, { counter: 1 });
  expect(await recorded.send()).toMatchObject({ status: 200, signed: true, json: { expiresIn: 300 } });

  accounts.clock.advance(10);
  const replayed = { status: 409, signed: true, json: { code: 'signature.counter-used' } };
  expect(await recorded.send()).toMatchObject(replayed);
  expect(await remaining(accounts.context, audience)).toBe(290);

  // Another wish under the same counter is refused as well, and so is one that lies below the window.
  expect(await prepareExtension(accounts.context, audience, { counter: 1 }).send()).toMatchObject(replayed);
  const far = 1_000;
  expect(await prepareExtension(accounts.context, audience, { counter: far }).send()).toMatchObject({ status: 200 });
  expect(await prepareExtension(accounts.context, audience, { counter: far - 224 }).send()).toMatchObject(replayed);
  expect(await prepareExtension(accounts.context, audience, { counter: far - 223 }).send()).toMatchObject({
    status: 200,
  });
});
