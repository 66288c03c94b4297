import type { Static } from 'typebox';
import type { LoginFinish, LoginStart } from '../../../src/contract/sign-up.ts';
import { CodedError, hasCode } from '../../../src/errors/coded-error.ts';
import { equalBytes, fromBase64url, toBase64url } from '../../../src/protocol/bytes.ts';
import { finishServerLogin, loginBinding, startServerLogin } from '../../../src/protocol/opaque.ts';
import type { ChannelCall, Decide } from '../../kit/channel/register-channel.ts';
import type { AccountsServer } from '../accounts-server.ts';
import { forgetGuess, guessSubjects, recordGuess, refuseWhileSlowed } from '../guesses.ts';
import { SqlAccountStore } from '../store/sql-account-store.ts';
import { advance, type StateAt } from './sign-up-state.ts';

/** C3: OPAQUE's first message, which counts as a guess; an unknown user gets an answer of the same shape and work. */
export async function startLogin(
  server: AccountsServer,
  call: ChannelCall,
  state: StateAt<'start' | 'login'>,
  { userId, startLoginRequest }: Static<typeof LoginStart>,
): Promise<Decide> {
  const subjects = guessSubjects(server.secrets, userId, call.address);
  await refuseWhileSlowed(server.database, subjects, server.clock.now());
  const account = await new SqlAccountStore(server.database).find(userId);
  const usable = account === undefined || account.state === 'revoked' ? undefined : account;
  const record = server.secrets.openLoginRecord(userId, usable?.loginRecord);
  const login = await startServerLogin(server.opaqueSetup, userId, record, startLoginRequest);
  const next = advance(state, { type: 'login-started', userId, serverLoginState: login.serverLoginState });
  return async (tx) => {
    const slowed = await recordGuess(tx, subjects, server.clock.now());
    if (slowed) {
      // What was typed as an unknown user id may be a password: only ids that exist are named.
      const subject = usable === undefined ? {} : { subject: userId };
      await server.audit.record(tx, {
        action: 'sign-up.slowed',
        outcome: 'refused',
        code: 'account.too-many-attempts',
        ...subject,
      });
    }
    return { result: { loginResponse: login.loginResponse }, context: next };
  };
}

/** C3: OPAQUE's third message with its binding to this channel; from here on the channel needs the login's key, too. */
export async function finishLogin(
  server: AccountsServer,
  call: ChannelCall,
  state: StateAt<'login'>,
  message: Static<typeof LoginFinish>,
): Promise<Decide> {
  const { userId } = state;
  const sessionKey = await provenSessionKey(call, state, message);
  return async (tx) => {
    const account = await new SqlAccountStore(tx).find(userId);
    if (sessionKey === undefined || account === undefined || account.state === 'revoked') {
      const subject = account === undefined ? {} : { subject: userId };
      await server.audit.record(tx, {
        action: 'sign-up.login',
        outcome: 'refused',
        code: 'account.login-failed',
        ...subject,
      });
      return { refuse: new CodedError('account.login-failed'), context: advance(state, { type: 'login-failed' }) };
    }
    await forgetGuess(tx, guessSubjects(server.secrets, userId, call.address), server.clock.now());
    await server.audit.record(tx, { action: 'sign-up.login', outcome: 'ok', subject: userId });
    return {
      result: { mac: toBase64url(loginBinding(sessionKey, call.handshakeHash, 'server')) },
      strengthen: sessionKey,
      context: advance(state, { type: 'logged-in' }),
    };
  };
}

/** The login's key, or undefined where the terminal did not prove that it has the password, or not for this channel. */
async function provenSessionKey(
  call: ChannelCall,
  { userId, serverLoginState }: StateAt<'login'>,
  { finishLoginRequest, mac }: Static<typeof LoginFinish>,
): Promise<Uint8Array | undefined> {
  try {
    const sessionKey = await finishServerLogin(userId, serverLoginState, finishLoginRequest);
    const expected = loginBinding(sessionKey, call.handshakeHash, 'terminal');
    return equalBytes(fromBase64url(mac), expected) ? sessionKey : undefined;
  } catch (error) {
    if (hasCode(error, 'account.login-failed')) return undefined;
    throw error;
  }
}
