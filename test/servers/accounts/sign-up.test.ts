import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccountIssueReply } from '../../../src/contract/sign-up.ts';
import { revokeAccount } from '../../../local-servers/accounts/operator.ts';
import { hasCode } from '../../../src/errors/coded-error.ts';
import { isAuthenticatedRefusal } from '../../../src/protocol/channel/client-channel.ts';
import {
  add,
  confirm,
  identify,
  logIn,
  overwrite,
  startAccounts,
  type AccountsUnderTest,
} from '../../support/accounts.ts';
import { codeOfRejection } from '../../support/coded.ts';

let accounts: AccountsUnderTest;
let account: AccountIssueReply;
beforeAll(async () => {
  accounts = await startAccounts({ freeLimit: 2 });
  account = await accounts.issue();
});
afterAll(() => accounts.close());

async function loggedIn(who = account) {
  const channel = await accounts.signUpChannel();
  await logIn(channel, who.userId, who.password);
  return channel;
}

describe('sign-up', () => {
  it('goes from a password to an access key that opens sessions', async () => {
    const own = await accounts.issue();
    const channel = await loggedIn(own);
    expect(await identify(channel, own.licenceNumber)).toEqual({
      terminals: [],
      choices: ['add', 'cancel'],
      fee: { amount: 0, currency: 'JPY' },
    });
    const issued = await add(channel);
    expect(await confirm(channel, issued)).toEqual({ active: true });
    const { reply } = await accounts.openSession(issued);
    expect(reply.audiences.map(({ id }) => id)).toEqual(['accounts', 'maps']);
    expect(reply).toMatchObject({ userId: own.userId, expiresIn: 300 });
    expect(reply.contract).toEqual({ plan: 'standard', regions: ['*'], expiresIn: 30 * 86_400 });
  });

  it('takes a licence number however it is typed, and asks again after a wrong one', async () => {
    const channel = await loggedIn();
    expect(await codeOfRejection(identify(channel, 'NL-0000-0000-0000'))).toBe('account.licence-wrong');
    const typed = account.licenceNumber.toLowerCase().replaceAll('-', '').replace('nl', 'ni');
    expect((await identify(channel, typed)).choices).toContain('add');
  });

  it('keeps to the order of its steps', async () => {
    const channel = await accounts.signUpChannel();
    expect(await codeOfRejection(identify(channel, account.licenceNumber))).toBe('channel.step-unexpected');
    expect(await codeOfRejection(add(channel))).toBe('channel.step-unexpected');
    expect(await codeOfRejection(channel.request({ step: 'confirm', proof: 'A'.repeat(43) }))).toBe(
      'channel.step-unexpected',
    );
    expect(await codeOfRejection(channel.request({ step: 'dance' }))).toBe('request.malformed');
    await logIn(channel, account.userId, account.password);
    expect(await codeOfRejection(logIn(channel, account.userId, account.password))).toBe('channel.step-unexpected');
  });

  it('ends when the user cancels, and changes nothing', async () => {
    const own = await accounts.issue();
    const channel = await loggedIn(own);
    await identify(channel, own.licenceNumber);
    expect(await codeOfRejection(channel.request({ step: 'choose', choice: 'cancel' }))).toBe('account.cancelled');
    expect(await codeOfRejection(add(channel))).toBe('channel.step-unexpected');
    expect(await accounts.store.all('SELECT id FROM access_keys WHERE user_id = ?', own.userId)).toEqual([]);
  });

  it('refuses a terminal beyond the limit, and a slot of somebody else', async () => {
    const own = await accounts.issue();
    const first = await accounts.signUp(own, 'Van');
    await accounts.signUp(own, 'Truck');
    const other = await accounts.signUp(await accounts.issue());
    const channel = await loggedIn(own);
    const offer = await identify(channel, own.licenceNumber, 'Bus');
    expect(offer.terminals.map(({ name }) => name).toSorted()).toEqual(['Truck', 'Van']);
    expect(offer.choices).toEqual(['overwrite', 'cancel']);
    expect(await codeOfRejection(add(channel))).toBe('account.terminal-limit');
    expect(await codeOfRejection(overwrite(channel, other.slotId))).toBe('account.slot-unknown');
    expect(await codeOfRejection(channel.request({ step: 'choose', choice: 'overwrite' }))).toBe('request.malformed');
    expect((await overwrite(channel, first.slotId)).slotId).toBe(first.slotId);
  });

  it('lets only as many confirm as there is room for, when several sign up at once', async () => {
    const own = await accounts.issue();
    const waiting = [];
    for (let count = 0; count < 3; count += 1) {
      const channel = await loggedIn(own);
      await identify(channel, own.licenceNumber);
      waiting.push({ channel, issued: await add(channel) });
    }
    const codes = [];
    for (const { channel, issued } of waiting) codes.push(await codeOfRejection(confirm(channel, issued)));
    expect(codes).toEqual([undefined, undefined, 'account.terminal-limit']);
  });

  it('lets nobody into a revoked account, as if it had never been', async () => {
    const own = await accounts.issue();
    const channel = await loggedIn(own);
    const key = await accounts.signUp(own);
    await revokeAccount(accounts.context, accounts.store, own.userId);
    expect(await codeOfRejection(identify(channel, own.licenceNumber))).toBe('account.login-failed');
    const error: unknown = await loggedIn(own).catch((reason: unknown) => reason);
    expect(hasCode(error, 'account.login-failed')).toBe(true);
    // The login leads nowhere by itself: a refusal by the server would tell that the password was right.
    expect(isAuthenticatedRefusal(error)).toBe(false);
    expect(await codeOfRejection(accounts.openSession(key))).toBe('access-key.not-active');
  });

  it('stores neither password nor licence number nor access key', async () => {
    const key = await accounts.signUp(await accounts.issue());
    const [rows, keys] = await Promise.all([
      accounts.store.all('SELECT * FROM accounts'),
      accounts.store.all('SELECT * FROM access_keys'),
    ]);
    const stored = [...rows, ...keys]
      .flatMap((row) => Object.values(row as Record<string, unknown>))
      .map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value)));
    const secrets = [
      account.password,
      account.licenceNumber,
      key.accessKey,
      Buffer.from(key.accessKey, 'base64url').toString('latin1'),
    ];
    for (const secret of secrets) expect(stored.some((value) => value.includes(secret))).toBe(false);
  });
});
