import { afterAll, beforeAll, expect, test } from 'vitest';
import { toBase64url } from '../../src/protocol/bytes.ts';
import { randomBytes } from '../../src/protocol/random.ts';
import { shownBy, startAccounts, type AccountsUnderTest } from '../support/accounts.ts';
import { codeOfRejection } from '../support/coded.ts';

let accounts: AccountsUnderTest;
beforeAll(async () => {
  accounts = await startAccounts();
});
afterAll(() => accounts.close());

test('C5: unknown, expired and revoked sessions have different codes', async () => {
  const account = await accounts.issue();
  const key = await accounts.signUp(account);
  const check = await accounts.checkChannel(accounts.maps);
  const codeFor = (shown: ReturnType<typeof shownBy>) => codeOfRejection(check.request(shown));

  const unknown = { handle: toBase64url(randomBytes(16)), audienceKey: randomBytes(32) };
  expect(await codeFor(shownBy(unknown))).toBe('session.unknown');

  const expired = shownBy((await accounts.openSession(key)).audience('maps'));
  await check.request(expired);
  accounts.clock.advance(300);
  expect(await codeFor(expired)).toBe('session.expired');

  const revoked = shownBy((await accounts.openSession(key)).audience('maps'));
  await check.request(revoked);
  await (await accounts.sessionChannel(key)).request({ step: 'sign-out' });
  expect(await codeFor(revoked)).toBe('session.revoked');
  // What was over before the sign-out is still told as it was.
  expect(await codeFor(expired)).toBe('session.expired');
});
