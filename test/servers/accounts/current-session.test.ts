import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { revokeSessions } from '../../../local-servers/accounts/operator.ts';
import { currentSessionPath } from '../../../src/contract/sessions.ts';
import type { AccountIssueReply } from '../../../src/contract/sign-up.ts';
import { signSessionRequest, verifyReply } from '../../../src/protocol/request-signatures.ts';
import type { Audience } from '../../../src/protocol/session-keys.ts';
import { startAccounts, type AccountsUnderTest, type IssuedKey } from '../../support/accounts.ts';

let accounts: AccountsUnderTest;
let account: AccountIssueReply;
let key: IssuedKey;
beforeAll(async () => {
  accounts = await startAccounts();
  account = await accounts.issue();
  key = await accounts.signUp(account);
});
afterAll(() => accounts.close());
beforeEach(() => accounts.clock.advance(61));

const nothing = new Uint8Array(0);

/** Asks as the terminal does; a signed answer is verified. */
async function ask(audience: Audience, more: Record<string, string> = {}, expectSigned = true) {
  const url = accounts.context.baseUrl + currentSessionPath;
  const headers = {
    ...signSessionRequest({ method: 'GET', url, body: nothing }, { ...audience, counter: 1 }),
    ...more,
  };
  const response = await fetch(url, { headers });
  const body = new Uint8Array(await response.arrayBuffer());
  const reply = { status: response.status, headers: Object.fromEntries(response.headers), body };
  const request = { method: 'GET', targetUri: url, headers };
  if (expectSigned) verifyReply('session', { ...reply, request }, audience);
  else expect(reply.headers['signature']).toBeUndefined();
  return JSON.parse(Buffer.from(body).toString()) as { code?: string; state?: string; expiresIn?: number };
}

describe('GET /v1/sessions/current', () => {
  it('tells a terminal with a live session to go on, by a signed answer', async () => {
    const audience = (await accounts.openSession(key)).audience('accounts');
    accounts.clock.advance(20);
    expect(await ask(audience)).toMatchObject({ state: 'go-on', expiresIn: 280, contract: { plan: 'standard' } });
    accounts.clock.advance(270);
    expect(await ask(audience)).toMatchObject({ state: 'go-on', expiresIn: 10 });
    accounts.clock.advance(10);
    expect(await ask(audience)).toMatchObject({ code: 'session.expired', status: 401 });
  });

  it('says by a signed answer that a session was revoked', async () => {
    const audience = (await accounts.openSession(key)).audience('accounts');
    await revokeSessions(accounts.context, accounts.store, account.userId);
    expect(await ask(audience)).toMatchObject({ code: 'session.revoked' });
  });

  it('answers nothing but a signature of its own audience', async () => {
    const session = await accounts.openSession(key);
    const { handle, audienceKey } = session.audience('accounts');
    const other = session.audience('maps');
    expect(await ask(other, {}, false)).toMatchObject({ code: 'session.unknown' });
    expect(await ask({ handle, audienceKey: other.audienceKey }, {}, false)).toMatchObject({
      code: 'signature.invalid',
    });
    expect(await ask({ handle: 'A'.repeat(22), audienceKey }, {}, false)).toMatchObject({ code: 'session.unknown' });
    expect(await ask({ handle, audienceKey }, { signature: '' }, false)).toMatchObject({ code: 'signature.missing' });
    expect(await ask({ handle, audienceKey }, { 'content-digest': 'sha-256=:AA==:' }, false)).toMatchObject({
      code: 'signature.digest-mismatch',
    });
  });

  it('does not answer with a problem of its own when nothing is signed at all', async () => {
    const response = await fetch(accounts.context.baseUrl + currentSessionPath);
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ code: 'signature.missing' });
  });
});
