import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { forgetEnded } from '../../../local-servers/accounts/forgetting.ts';
import { revokeSessions } from '../../../local-servers/accounts/operator.ts';
import type { SessionCheckReply } from '../../../src/contract/sessions.ts';
import type { AccountIssueReply } from '../../../src/contract/sign-up.ts';
import { toBase64url } from '../../../src/protocol/bytes.ts';
import { generateEd25519, signEd25519 } from '../../../src/protocol/keys.ts';
import { deviceBindingStatement } from '../../../src/protocol/session-keys.ts';
import { shownBy, startAccounts, type AccountsUnderTest, type IssuedKey } from '../../support/accounts.ts';
import { codeOfRejection } from '../../support/coded.ts';

let accounts: AccountsUnderTest;
let account: AccountIssueReply;
let key: IssuedKey;
beforeAll(async () => {
  accounts = await startAccounts();
  account = await accounts.issue();
  key = await accounts.signUp(account);
});
afterAll(() => accounts.close());
// Sessions that an earlier test left waiting are over.
beforeEach(() => accounts.clock.advance(61));

async function check(as: 'maps' | 'traffic', shown: ReturnType<typeof shownBy>): Promise<SessionCheckReply> {
  return (await (await accounts.checkChannel(accounts[as])).request(shown)) as SessionCheckReply;
}

describe('sessions', () => {
  it('give each audience its own key, checked against the request that came with it', async () => {
    const session = await accounts.openSession(key, { audiences: ['maps', 'traffic', 'maps'] });
    expect(session.reply.audiences.map(({ id }) => id)).toEqual(['accounts', 'maps', 'traffic']);
    expect(session.reply.serverTime).toBe(accounts.clock.now());
    const maps = session.audience('maps');
    const reply = await check('maps', shownBy(maps));
    expect(reply).toMatchObject({ audienceKey: toBase64url(maps.audienceKey), expiresIn: 300 });
    expect(reply.deviceKey).toBeUndefined();
    const other = await check('traffic', shownBy(session.audience('traffic')));
    expect(other.audienceKey).not.toBe(reply.audienceKey);
    expect(other.pseudonym).not.toBe(reply.pseudonym);
    expect(other.pseudonym).not.toContain(account.userId);
  });

  it('know the user by the same pseudonym in the next session', async () => {
    const replies = [];
    for (let count = 0; count < 2; count += 1) {
      replies.push(await check('maps', shownBy((await accounts.openSession(key)).audience('maps'))));
    }
    expect(replies[0]?.pseudonym).toBe(replies[1]?.pseudonym);
  });

  it('carry the key of the device that they are bound to', async () => {
    const device = generateEd25519();
    const channel = await accounts.sessionChannel(key);
    const statement = deviceBindingStatement(channel.exportKey('device binding'));
    const publicKey = toBase64url(device.publicKey);
    const bound = { publicKey, signature: toBase64url(signEd25519(device, statement)) };
    const elsewhere = await codeOfRejection(accounts.openSession(key, { device: bound }));
    expect(elsewhere).toBe('signature.invalid');
    await channel.request({ step: 'open', audiences: ['maps'], device: bound });
    const rows = await accounts.store.all<{ device_key: string }>(
      'SELECT device_key FROM sessions WHERE device_key IS NOT NULL',
    );
    expect(rows).toEqual([{ device_key: publicKey }]);
  });

  it('are one to a channel, of which nothing is kept but the reply', async () => {
    await accounts.store.run('DELETE FROM channels');
    const channel = await accounts.sessionChannel(key);
    await channel.request({ step: 'open', audiences: [] });
    expect(await codeOfRejection(channel.request({ step: 'open', audiences: [] }))).toBe('channel.unknown');
    const rows = await accounts.store.all<{ state: Uint8Array; reply: Uint8Array }>(
      'SELECT state, reply FROM channels',
    );
    expect(rows.map(({ state, reply }) => [state.byteLength, reply.byteLength > 256])).toEqual([[0, true]]);
  });

  it('are refused for an audience that the directory does not have, or that is no service', async () => {
    expect(await codeOfRejection(accounts.openSession(key, { audiences: ['nobody'] }))).toBe(
      'session.audience-unknown',
    );
    expect(await codeOfRejection(accounts.openSession(key, { audiences: ['portal'] }))).toBe(
      'session.audience-unknown',
    );
  });

  it('end with the contract', async () => {
    const short = await accounts.issue(100);
    const shortKey = await accounts.signUp(short);
    const session = await accounts.openSession(shortKey);
    expect(session.reply).toMatchObject({ expiresIn: 100, contract: { expiresIn: 100 } });
    await check('maps', shownBy(session.audience('maps')));
    accounts.clock.advance(100);
    expect(await codeOfRejection(check('maps', shownBy(session.audience('maps'))))).toBe('session.expired');
    expect(await codeOfRejection(accounts.openSession(shortKey))).toBe('contract.lapsed');
  });

  it('are revoked by the operator at once, and the terminal opens a new one', async () => {
    const session = await accounts.openSession(key);
    await check('maps', shownBy(session.audience('maps')));
    expect(await revokeSessions(accounts.context, accounts.store, account.userId)).toBeGreaterThan(0);
    expect(await codeOfRejection(check('maps', shownBy(session.audience('maps'))))).toBe('session.revoked');
    const next = await accounts.openSession(key);
    expect((await check('maps', shownBy(next.audience('maps')))).expiresIn).toBe(300);
  });

  it('end with a sign-out, which may be repeated', async () => {
    const own = await accounts.signUp(account, 'Rented car');
    const session = await accounts.openSession(own);
    expect(await (await accounts.sessionChannel(own)).request({ step: 'sign-out' })).toEqual({ done: true });
    expect(await (await accounts.sessionChannel(own)).request({ step: 'sign-out' })).toEqual({ done: true });
    expect(await codeOfRejection(check('maps', shownBy(session.audience('maps'))))).toBe('session.revoked');
    expect(await codeOfRejection(accounts.openSession(own))).toBe('access-key.not-active');
    expect(await accounts.store.all('SELECT name FROM terminals')).not.toContainEqual({ name: 'Rented car' });
  });

  it('are told from unknown ones for a day after their end, and then forgotten', async () => {
    const shown = shownBy((await accounts.openSession(key)).audience('maps'));
    accounts.clock.advance(300 + 86_000);
    await forgetEnded(accounts.store, accounts.clock.now());
    expect(await codeOfRejection(check('maps', shown))).toBe('session.expired');
    accounts.clock.advance(500);
    await forgetEnded(accounts.store, accounts.clock.now());
    expect(await codeOfRejection(check('maps', shown))).toBe('session.unknown');
    expect(await accounts.store.all('SELECT id FROM sessions')).toEqual([]);
  });

  it('keep their keys sealed in the store', async () => {
    const session = await accounts.openSession(key);
    const [row, ...others] = await accounts.store.all<{ sealed_key: Uint8Array }>('SELECT sealed_key FROM sessions');
    expect(others).toEqual([]);
    expect(Buffer.from(row?.sealed_key ?? []).includes(Buffer.from(session.sessionKey))).toBe(false);
    expect(row?.sealed_key.byteLength).toBe(16 + 12 + 32 + 16);
  });
});
