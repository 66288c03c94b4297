import { afterAll, beforeAll, expect, test } from 'vitest';
import { toBase64url } from '../../src/protocol/bytes.ts';
import { finishClientLogin, loginBinding, startClientLogin } from '../../src/protocol/opaque.ts';
import { identify, logIn, startAccounts, type AccountsUnderTest } from '../support/accounts.ts';
import { codeOfRejection } from '../support/coded.ts';

let accounts: AccountsUnderTest;
beforeAll(async () => {
  accounts = await startAccounts();
});
afterAll(() => accounts.close());

test('C3: a login passed on from another channel is refused', async () => {
  const { userId, password } = await accounts.issue();
  const relayed = await accounts.signUpChannel();
  const terminals = await accounts.signUpChannel();
  const { clientLoginState, startLoginRequest } = await startClientLogin(password);
  const start = { step: 'login-start', userId, startLoginRequest };
  const { loginResponse } = (await relayed.request(start)) as { loginResponse: string };
  const login = await finishClientLogin(userId, password, clientLoginState, loginResponse);
  const mac = toBase64url(loginBinding(login.sessionKey, terminals.handshakeHash, 'terminal'));
  const finish = { step: 'login-finish', finishLoginRequest: login.finishLoginRequest, mac };
  expect(await codeOfRejection(relayed.request(finish))).toBe('account.login-failed');
});

test('C3: after the login the channel is closed to whoever has its keys alone', async () => {
  const account = await accounts.issue();
  const channel = await accounts.signUpChannel();
  // Stands for somebody who stole the server's key and with it the channel's, but did not take part in the login.
  channel.strengthen = () => {};
  await logIn(channel, account.userId, account.password);
  expect(await codeOfRejection(identify(channel, account.licenceNumber))).toBe('channel.message-invalid');
});
