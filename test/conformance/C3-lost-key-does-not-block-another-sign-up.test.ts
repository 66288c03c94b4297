import { afterAll, beforeAll, expect, test } from 'vitest';
import { add, confirm, identify, logIn, startAccounts, type AccountsUnderTest } from '../support/accounts.ts';
import { codeOfRejection } from '../support/coded.ts';

let accounts: AccountsUnderTest;
beforeAll(async () => {
  accounts = await startAccounts({ freeLimit: 1 });
});
afterAll(() => accounts.close());

test('C3: keys that never reached their terminal block neither another sign-up nor the old terminal', async () => {
  const account = await accounts.issue();
  const lost = [];
  for (let count = 0; count < 9; count += 1) {
    accounts.clock.advance(60);
    const channel = await accounts.signUpChannel();
    await logIn(channel, account.userId, account.password);
    expect((await identify(channel, account.licenceNumber)).choices).toEqual(['add', 'cancel']);
    lost.push({ channel, issued: await add(channel) });
  }
  const arrived = lost.at(-1);
  if (arrived === undefined) throw new Error('nothing was issued');
  expect(await confirm(arrived.channel, arrived.issued)).toEqual({ active: true });
  expect((await accounts.openSession(arrived.issued)).reply.userId).toBe(account.userId);

  // There is one place: the last one has it now. The oldest key was replaced before, the others find no room.
  const codes = await Promise.all(
    lost.slice(0, -1).map(({ channel, issued }) => codeOfRejection(confirm(channel, issued))),
  );
  expect(codes[0]).toBe('access-key.not-active');
  expect(new Set(codes.slice(1))).toEqual(new Set(['account.terminal-limit']));
});
