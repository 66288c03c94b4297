import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  confirm,
  identify,
  logIn,
  overwrite,
  shownBy,
  startAccounts,
  type AccountsUnderTest,
} from '../support/accounts.ts';
import { codeOfRejection } from '../support/coded.ts';

let accounts: AccountsUnderTest;
beforeAll(async () => {
  accounts = await startAccounts({ freeLimit: 1 });
});
afterAll(() => accounts.close());

test('C7: an overwritten terminal goes on until the other has confirmed, and is then cut off at once', async () => {
  const account = await accounts.issue();
  const old = await accounts.signUp(account, 'Old car');
  const session = await accounts.openSession(old);
  const check = await accounts.checkChannel(accounts.maps);
  const channel = await accounts.signUpChannel();
  await logIn(channel, account.userId, account.password);
  const offer = await identify(channel, account.licenceNumber, 'New car');
  expect(offer).toMatchObject({
    terminals: [{ slotId: old.slotId, name: 'Old car' }],
    choices: ['overwrite', 'cancel'],
  });
  const issued = await overwrite(channel, old.slotId);
  expect(await check.request(shownBy(session.audience('maps')))).toMatchObject({ expiresIn: 300 });

  await confirm(channel, issued);
  expect(await codeOfRejection(check.request(shownBy(session.audience('maps'))))).toBe('session.revoked');
  expect(await codeOfRejection(accounts.openSession(old))).toBe('access-key.not-active');
  expect((await accounts.openSession(issued)).reply.userId).toBe(account.userId);
  expect(await accounts.store.all('SELECT slot_id, name FROM terminals')).toEqual([
    { slot_id: old.slotId, name: 'New car' },
  ]);
});
