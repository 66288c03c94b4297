import { afterAll, beforeAll, expect, test } from 'vitest';
import { add, confirm, identify, logIn, startAccounts, type AccountsUnderTest } from '../support/accounts.ts';
import { codeOfRejection } from '../support/coded.ts';

let accounts: AccountsUnderTest;
beforeAll(async () => {
  accounts = await startAccounts({ freeLimit: 2 });
});
afterAll(() => accounts.close());

test('C3: terminals that sign up to one account at once get a place and a key each, as far as there are places', async () => {
  const account = await accounts.issue();
  const names = ['one', 'two', 'three'];
  // Step for step at once: all log in, all are told that there is room, all get a key, and then all confirm.
  const channels = await Promise.all(names.map(() => accounts.signUpChannel()));
  await Promise.all(channels.map((channel) => logIn(channel, account.userId, account.password)));
  await Promise.all(channels.map((channel, index) => identify(channel, account.licenceNumber, names[index])));
  const issued = await Promise.all(channels.map(async (channel) => ({ channel, key: await add(channel) })));
  expect(new Set(issued.flatMap(({ key }) => [key.slotId, key.accessKeyId, key.accessKey])).size).toBe(9);

  const codes = await Promise.all(issued.map(({ channel, key }) => codeOfRejection(confirm(channel, key))));
  expect(codes.filter((code) => code === undefined)).toHaveLength(2);
  expect(codes.filter((code) => code === 'account.terminal-limit')).toHaveLength(1);

  // Who was told that it is in, is; who was refused holds a key that does nothing.
  for (const [index, { key }] of issued.entries()) {
    const opening = codeOfRejection(accounts.openSession(key));
    expect(await opening).toBe(codes[index] === undefined ? undefined : 'access-key.not-active');
  }
  const terminals = await accounts.store.all<{ slot_id: string }>('SELECT slot_id FROM terminals');
  const inside = issued.filter((_, index) => codes[index] === undefined).map(({ key }) => key.slotId);
  expect(terminals.map(({ slot_id }) => slot_id).toSorted()).toEqual(inside.toSorted());
});
