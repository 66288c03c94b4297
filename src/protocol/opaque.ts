import type * as Opaque from '@serenity-kit/opaque';
import { opaqueBytes } from '../contract/sign-up.ts';
import { CodedError } from '../errors/coded-error.ts';
import { fromBase64url } from './bytes.ts';
import { hmacSha256 } from './hash.ts';
import { deriveKey } from './labels.ts';

/*
 * OPAQUE (RFC 9807) by a kept library; all values are its base64url strings. It takes no context, so login and channel
 * are bound by MACs under HKDF(OPAQUE session key, salt = handshake hash).
 */

let loading: Promise<typeof Opaque> | undefined;

/** Its WebAssembly is large and compiled where it is loaded: at the first password, not at every start, and once. */
function loadOpaque(): Promise<typeof Opaque> {
  return (loading ??= import('@serenity-kit/opaque').then(async (opaque) => {
    await opaque.ready;
    return opaque;
  }));
}

const serverIdentifier = 'naviterm/1 accounts';
const identifiers = (userId: string) => ({ client: userId, server: serverIdentifier });

export async function createServerSetup(): Promise<string> {
  const opaque = await loadOpaque();
  return opaque.server.createSetup();
}

/** Registers a password at issue; server and client steps run in one place, and the password is not kept. */
export async function createRegistrationRecord(serverSetup: string, userId: string, password: string): Promise<string> {
  const opaque = await loadOpaque();
  const { clientRegistrationState, registrationRequest } = opaque.client.startRegistration({ password });
  const { registrationResponse } = opaque.server.createRegistrationResponse({
    serverSetup,
    userIdentifier: userId,
    registrationRequest,
  });
  const { registrationRecord } = opaque.client.finishRegistration({
    password,
    registrationResponse,
    clientRegistrationState,
    identifiers: identifiers(userId),
  });
  return registrationRecord;
}

/** Step 1 at the server. Without a record (unknown user) the answer has the same shape and leads nowhere. */
export async function startServerLogin(
  serverSetup: string,
  userId: string,
  record: string | undefined,
  startLoginRequest: string,
): Promise<{ serverLoginState: string; loginResponse: string }> {
  const opaque = await loadOpaque();
  try {
    assertLength(startLoginRequest, opaqueBytes.ke1);
    return opaque.server.startLogin({
      serverSetup,
      userIdentifier: userId,
      registrationRecord: record,
      startLoginRequest,
      identifiers: identifiers(userId),
    });
  } catch (cause) {
    throw new CodedError('request.malformed', { detail: 'the login request is malformed', cause });
  }
}

/** Step 2 at the server. @returns the session key. @throws account.login-failed */
export async function finishServerLogin(
  userId: string,
  serverLoginState: string,
  finishLoginRequest: string,
): Promise<Uint8Array> {
  const opaque = await loadOpaque();
  try {
    assertLength(finishLoginRequest, opaqueBytes.ke3);
    const { sessionKey } = opaque.server.finishLogin({
      serverLoginState,
      finishLoginRequest,
      identifiers: identifiers(userId),
    });
    return fromBase64url(sessionKey);
  } catch (cause) {
    throw new CodedError('account.login-failed', { cause });
  }
}

export async function startClientLogin(
  password: string,
): Promise<{ clientLoginState: string; startLoginRequest: string }> {
  const opaque = await loadOpaque();
  return opaque.client.startLogin({ password });
}

/** Step 2 at the terminal. @throws account.login-failed where the password is wrong or the server is not the one that has the record. */
export async function finishClientLogin(
  userId: string,
  password: string,
  clientLoginState: string,
  loginResponse: string,
): Promise<{ finishLoginRequest: string; sessionKey: Uint8Array }> {
  const opaque = await loadOpaque();
  let result: ReturnType<typeof Opaque.client.finishLogin>;
  try {
    assertLength(loginResponse, opaqueBytes.ke2);
    result = opaque.client.finishLogin({ clientLoginState, loginResponse, password, identifiers: identifiers(userId) });
  } catch (cause) {
    throw new CodedError('account.login-failed', { cause });
  }
  if (result === undefined) throw new CodedError('account.login-failed');
  return { finishLoginRequest: result.finishLoginRequest, sessionKey: fromBase64url(result.sessionKey) };
}

/** The library ignores what stands behind a message. */
function assertLength(message: string, bytes: number): void {
  const { byteLength } = fromBase64url(message);
  if (byteLength !== bytes) throw new RangeError(`${byteLength} bytes instead of ${bytes}`);
}

/** The MAC of one side that binds the login to the channel with this handshake hash. */
export function loginBinding(
  sessionKey: Uint8Array,
  handshakeHash: Uint8Array,
  side: 'terminal' | 'server',
): Uint8Array {
  return hmacSha256(deriveKey(sessionKey, handshakeHash, 'opaque binding', 32, side), handshakeHash);
}
