import { afterAll, beforeAll, expect, test } from 'vitest';
import { hasCode } from '../../src/errors/coded-error.ts';
import { identify, logIn, startAccounts, type AccountsUnderTest } from '../support/accounts.ts';
import { codeOfRejection } from '../support/coded.ts';

let accounts: AccountsUnderTest;
beforeAll(async () => {
  accounts = await startAccounts();
});
afterAll(() => accounts.close());

const guess = async (userId: string) => logIn(await accounts.signUpChannel(), userId, 'WRONG-WRONG-WRONG-WRONG');

/** Seconds that the next guess must wait. */
async function waitFor(attempt: Promise<unknown>): Promise<number | undefined> {
  const error: unknown = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(hasCode(error, 'account.too-many-attempts')).toBe(true);
  return hasCode(error, 'account.too-many-attempts') ? error.retryAfter : undefined;
}

test('C3: guesses at passwords and licence numbers are slowed more and more, those at unknown users alike', async () => {
  const account = await accounts.issue();
  const unknown = 'u-00000000';
  for (const userId of [account.userId, unknown]) {
    for (let count = 0; count < 4; count += 1) {
      expect(await codeOfRejection(guess(userId))).toBe('account.login-failed');
    }
    expect(await waitFor(guess(userId))).toBe(1);
  }
  // The right password must wait as well, and then it is taken; having waited, it counts no more.
  const channel = await accounts.signUpChannel();
  expect(await waitFor(logIn(channel, account.userId, account.password))).toBe(1);
  accounts.clock.advance(1);
  const forgetful = await accounts.signUpChannel();
  await logIn(forgetful, account.userId, account.password);
  expect((await identify(forgetful, account.licenceNumber)).choices).toContain('add');

  const wrongLicence = await accounts.issue();
  const patient = await accounts.signUpChannel();
  await logIn(patient, wrongLicence.userId, wrongLicence.password);
  for (let count = 0; count < 4; count += 1) {
    expect(await codeOfRejection(identify(patient, 'NL-0000-0000-0000'))).toBe('account.licence-wrong');
  }
  expect(await waitFor(identify(patient, wrongLicence.licenceNumber))).toBe(1);
  accounts.clock.advance(1);
  expect((await identify(patient, wrongLicence.licenceNumber)).choices).toContain('add');
});
