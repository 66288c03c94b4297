import { beforeAll, describe, expect, it } from 'vitest';
import { concat, equalBytes, fromBase64url, toBase64url } from '../../../src/protocol/bytes.ts';
import {
  createRegistrationRecord,
  createServerSetup,
  finishClientLogin,
  finishServerLogin,
  loginBinding,
  startClientLogin,
  startServerLogin,
} from '../../../src/protocol/opaque.ts';
import { randomBytes } from '../../../src/protocol/random.ts';
import { codeOfRejection } from '../../support/coded.ts';

const userId = 'user-1';
const password = 'correct horse バッテリー';
let setup = '';
let record = '';

beforeAll(async () => {
  setup = await createServerSetup();
  record = await createRegistrationRecord(setup, userId, password);
});

/** A whole login; both keys, or the code at which it ends. */
async function login(typed: { userId: string; password: string }, known: string | undefined, serverSetup = setup) {
  const { clientLoginState, startLoginRequest } = await startClientLogin(typed.password);
  const { serverLoginState, loginResponse } = await startServerLogin(
    serverSetup,
    typed.userId,
    known,
    startLoginRequest,
  );
  const { finishLoginRequest, sessionKey } = await finishClientLogin(
    typed.userId,
    typed.password,
    clientLoginState,
    loginResponse,
  );
  return { client: sessionKey, server: await finishServerLogin(typed.userId, serverLoginState, finishLoginRequest) };
}

describe('an OPAQUE login', () => {
  it('gives both sides one key of 64 bytes, another each time', async () => {
    const [first, second] = [await login({ userId, password }, record), await login({ userId, password }, record)];
    expect(first.client).toHaveLength(64);
    expect(equalBytes(first.client, first.server)).toBe(true);
    expect(equalBytes(first.client, second.client)).toBe(false);
  });

  it('ends at the terminal where password, user id, record or server are not the right ones', async () => {
    const other = await createServerSetup();
    expect(await codeOfRejection(login({ userId, password: `${password} ` }, record))).toBe('account.login-failed');
    expect(await codeOfRejection(login({ userId: 'user-2', password }, record))).toBe('account.login-failed');
    expect(await codeOfRejection(login({ userId, password }, record, other))).toBe('account.login-failed');
  });

  it('answers an unknown user in the same shape, and leads nowhere', async () => {
    const { clientLoginState, startLoginRequest } = await startClientLogin(password);
    const known = await startServerLogin(setup, userId, record, startLoginRequest);
    const unknown = await startServerLogin(setup, 'nobody', undefined, startLoginRequest);
    expect(unknown.loginResponse).toHaveLength(known.loginResponse.length);
    expect(await codeOfRejection(finishClientLogin('nobody', password, clientLoginState, unknown.loginResponse))).toBe(
      'account.login-failed',
    );
    // KE3 of another login does not finish it either.
    const right = await finishClientLogin(userId, password, clientLoginState, known.loginResponse);
    expect(await codeOfRejection(finishServerLogin('nobody', unknown.serverLoginState, right.finishLoginRequest))).toBe(
      'account.login-failed',
    );
  });

  it('codes messages that are none', async () => {
    const { clientLoginState, startLoginRequest } = await startClientLogin(password);
    const { serverLoginState, loginResponse } = await startServerLogin(setup, userId, record, startLoginRequest);
    for (const bad of ['', 'AAAA', '*', startLoginRequest.slice(1), loginResponse]) {
      expect(await codeOfRejection(startServerLogin(setup, userId, record, bad))).toBe('request.malformed');
      expect(await codeOfRejection(finishServerLogin(userId, serverLoginState, bad))).toBe('account.login-failed');
    }
    for (const bad of ['', 'AAAA', startLoginRequest]) {
      expect(await codeOfRejection(finishClientLogin(userId, password, clientLoginState, bad))).toBe(
        'account.login-failed',
      );
    }
  });
});

describe('the messages of a login', () => {
  it('have the sizes of RFC 9807, and nothing behind their end', async () => {
    const { clientLoginState, startLoginRequest } = await startClientLogin(password);
    const { serverLoginState, loginResponse } = await startServerLogin(setup, userId, record, startLoginRequest);
    const { finishLoginRequest } = await finishClientLogin(userId, password, clientLoginState, loginResponse);
    const messages = [startLoginRequest, loginResponse, finishLoginRequest].map((text) => fromBase64url(text));
    expect(messages.map(({ byteLength }) => byteLength)).toEqual([96, 320, 64]);
    const [ke1, ke2, ke3] = messages.map((bytes) => toBase64url(concat(bytes, Uint8Array.of(0)))) as [
      string,
      string,
      string,
    ];
    expect(await codeOfRejection(startServerLogin(setup, userId, record, ke1))).toBe('request.malformed');
    expect(await codeOfRejection(finishClientLogin(userId, password, clientLoginState, ke2))).toBe(
      'account.login-failed',
    );
    expect(await codeOfRejection(finishServerLogin(userId, serverLoginState, ke3))).toBe('account.login-failed');
  });
});

describe('the binding of a login to its channel', () => {
  it('differs by key, channel and side', () => {
    const [key, hash] = [randomBytes(64), randomBytes(32)];
    const mac = loginBinding(key, hash, 'terminal');
    expect(loginBinding(key, hash, 'terminal')).toEqual(mac);
    for (const other of [
      loginBinding(key, hash, 'server'),
      loginBinding(randomBytes(64), hash, 'terminal'),
      loginBinding(key, randomBytes(32), 'terminal'),
    ]) {
      expect(equalBytes(other, mac)).toBe(false);
    }
  });
});
