import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  confirm,
  identify,
  logIn,
  overwrite,
  startAccounts,
  type AccountsUnderTest,
  type IssuedKey,
} from '../support/accounts.ts';
import { codeOfRejection } from '../support/coded.ts';

let accounts: AccountsUnderTest;
beforeAll(async () => {
  accounts = await startAccounts({ freeLimit: 1 });
});
afterAll(() => accounts.close());

test('C7: of two terminals that overwrite the same one at once, exactly one is in, and the old one is in until then', async () => {
  const account = await accounts.issue();
  const old = await accounts.signUp(account, 'Old car');
  const channels = await Promise.all(['New car', 'Kiosk'].map(() => accounts.signUpChannel()));
  await Promise.all(channels.map((channel) => logIn(channel, account.userId, account.password)));
  await Promise.all(channels.map((channel) => identify(channel, account.licenceNumber)));
  const issued = await Promise.all(
    channels.map(async (channel) => ({ channel, key: await overwrite(channel, old.slotId) })),
  );
  // Both hold a key for the same place, but the later one took the earlier one's away; the old terminal goes on.
  expect(issued.map(({ key }) => key.slotId)).toEqual([old.slotId, old.slotId]);
  await accounts.openSession(old);

  const codes = await Promise.all(issued.map(({ channel, key }) => codeOfRejection(confirm(channel, key))));
  expect(new Set(codes)).toEqual(new Set(['access-key.not-active', undefined]));

  const winner = issued[codes.indexOf(undefined)]?.key;
  const loser = issued[codes.indexOf('access-key.not-active')]?.key;
  const opening = (key: IssuedKey | undefined) => codeOfRejection(accounts.openSession(key ?? old));
  expect([await opening(winner), await opening(loser), await opening(old)]).toEqual([
    undefined,
    'access-key.not-active',
    'access-key.not-active',
  ]);
  expect(await accounts.store.all('SELECT slot_id, access_key_id FROM terminals')).toEqual([
    { slot_id: old.slotId, access_key_id: winner?.accessKeyId },
  ]);

  // The one that came too late is not shut out: it may overwrite in its turn.
  const again = await accounts.signUpChannel();
  await logIn(again, account.userId, account.password);
  await identify(again, account.licenceNumber);
  expect(await confirm(again, await overwrite(again, old.slotId))).toEqual({ active: true });
});
