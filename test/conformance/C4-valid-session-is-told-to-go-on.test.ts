import { afterAll, beforeAll, expect, test } from 'vitest';
import { currentSessionPath } from '../../src/contract/sessions.ts';
import { signSessionRequest, verifyReply } from '../../src/protocol/request-signatures.ts';
import { startAccounts, type AccountsUnderTest } from '../support/accounts.ts';

let accounts: AccountsUnderTest;
beforeAll(async () => {
  accounts = await startAccounts();
});
afterAll(() => accounts.close());

test('C4: a terminal whose session is still valid is told to go on using it', async () => {
  const key = await accounts.signUp(await accounts.issue());
  const audience = (await accounts.openSession(key)).audience('accounts');
  accounts.clock.advance(30);
  const url = accounts.context.baseUrl + currentSessionPath;
  const headers = signSessionRequest({ method: 'GET', url, body: new Uint8Array(0) }, { ...audience, counter: 1 });
  const response = await fetch(url, { headers });
  const body = new Uint8Array(await response.arrayBuffer());
  const answer = { status: response.status, headers: Object.fromEntries(response.headers), body };
  verifyReply('session', { ...answer, request: { method: 'GET', targetUri: url, headers } }, audience);
  expect(JSON.parse(Buffer.from(body).toString())).toMatchObject({ state: 'go-on', expiresIn: 270 });
});
