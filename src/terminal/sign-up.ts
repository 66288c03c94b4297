import type { Static } from 'typebox';
import { check } from '../contract/check.ts';
import {
  ChooseReply,
  ConfirmReply,
  LoginFinishReply,
  LoginStartReply,
  Offer,
  type Choice,
} from '../contract/sign-up.ts';
import { CodedError } from '../errors/coded-error.ts';
import { equalBytes, fromBase64url, toBase64url } from '../protocol/bytes.ts';
import type { ClientChannel } from '../protocol/channel/client-channel.ts';
import { sha256 } from '../protocol/hash.ts';
import { finishClientLogin, loginBinding, startClientLogin } from '../protocol/opaque.ts';
import { confirmationProof } from '../protocol/session-keys.ts';
import { openAccountChannel } from './account-channel.ts';
import { ownDevice } from './allocate.ts';
import type { DirectoryClient } from './directory-client.ts';
import type { TerminalContext } from './terminal-context.ts';

export interface SignUpInput {
  readonly userId: string;
  readonly password: string;
  readonly licenceNumber: string;
  /** What the user calls this terminal. */
  readonly terminalName: string;
  /** Shows the offer and gives the user's choice (C7). */
  readonly choose: (offer: Offer) => Promise<{ readonly choice: Choice; readonly slotId?: string }>;
}

/**
 * C3: signs this terminal up. The password is used here and forgotten; the access key is written to the vault, read
 * back, and only then confirmed. A confirmation that got lost is made up for at the next session.
 * @throws account.*, vault.unavailable
 */
export async function signUp(context: TerminalContext, directory: DirectoryClient, input: SignUpInput): Promise<void> {
  await checkReadyToSignUp(context);
  const device = ownDevice(context);
  const channel = await openAccountChannel(context, directory, 'sign-up');
  await logIn(channel, input.userId, input.password);
  const identify = {
    step: 'identify',
    licenceNumber: input.licenceNumber,
    makerId: device.makerId,
    modelId: device.modelId,
    terminalName: input.terminalName,
  };
  const offer = check(Offer, await channel.request(identify), 'channel.message-invalid');
  const chosen = await input.choose(offer);
  if (chosen.choice === 'cancel') {
    // The server is told so that it can forget the offer; it answers with account.cancelled.
    await channel.request({ step: 'choose', ...chosen });
    throw new CodedError('account.cancelled');
  }
  const issued = check(ChooseReply, await channel.request({ step: 'choose', ...chosen }), 'channel.message-invalid');
  await keep(context, input, issued);
  const proof = toBase64url(confirmationProof(fromBase64url(issued.accessKey), channel.handshakeHash));
  check(ConfirmReply, await channel.request({ step: 'confirm', proof }), 'channel.message-invalid');
  await markConfirmed(context);
  context.tell({ type: 'signed-up', userId: input.userId, confirmed: true });
}

/** Before the password is asked for: is there a device identity, and a vault for the key? @throws device.not-provisioned, vault.unavailable */
export async function checkReadyToSignUp(context: TerminalContext): Promise<void> {
  ownDevice(context);
  await context.ports.vault.get('access-key');
}

/** OPAQUE, bound to this channel in both directions; afterwards the channel's keys need the login's key, too. */
async function logIn(channel: ClientChannel, userId: string, password: string): Promise<void> {
  const { clientLoginState, startLoginRequest } = await startClientLogin(password);
  const start = { step: 'login-start', userId, startLoginRequest };
  const { loginResponse } = check(LoginStartReply, await channel.request(start), 'channel.message-invalid');
  const { finishLoginRequest, sessionKey } = await finishClientLogin(userId, password, clientLoginState, loginResponse);
  const mac = toBase64url(loginBinding(sessionKey, channel.handshakeHash, 'terminal'));
  const finish = { step: 'login-finish', finishLoginRequest, mac };
  const reply = check(LoginFinishReply, await channel.request(finish), 'channel.message-invalid');
  if (!equalBytes(fromBase64url(reply.mac), loginBinding(sessionKey, channel.handshakeHash, 'server'))) {
    throw new CodedError('channel.handshake-failed', {
      detail: 'the server that holds the account is not the one at the other end',
    });
  }
  channel.strengthen(sessionKey);
}

async function keep(context: TerminalContext, input: SignUpInput, issued: Static<typeof ChooseReply>): Promise<void> {
  const { vault } = context.ports;
  const { accessKeyId, slotId } = issued;
  const signingUp = { userId: input.userId, accessKeyId, slotId, keyDigest: digestOfKey(issued.accessKey) };
  await context.state.change((now) => ({ ...now, signingUp }));
  const before = await vault.get('access-key');
  await vault.set('access-key', issued.accessKey);
  if ((await vault.get('access-key')) !== issued.accessKey) {
    if (before !== undefined) await vault.set('access-key', before);
    throw new CodedError('vault.unavailable', { detail: 'the access key could not be read back' });
  }
  await vault.set('licence-number', input.licenceNumber);
  await finishSignUp(context);
}

const digestOfKey = (key: string): string => toBase64url(sha256(fromBase64url(key)));

/**
 * C3: takes a sign-up over whose key is in the vault; killed before that, the account is what it was. Vault and state are
 * two stores, so the state says first what is about to be, and the key itself says whether it came to be.
 */
export async function finishSignUp(context: TerminalContext): Promise<void> {
  const { signingUp } = context.state.current;
  if (signingUp === undefined) return;
  const { keyDigest, ...account } = signingUp;
  const key = await context.ports.vault.get('access-key');
  const kept = key !== undefined && digestOfKey(key) === keyDigest;
  await context.state.change(({ signingUp: _over, ...rest }) =>
    kept ? { ...rest, account: { ...account, confirmed: false } } : rest,
  );
}

export function markConfirmed(context: TerminalContext): Promise<void> {
  return context.state.change((now) =>
    now.account === undefined ? now : { ...now, account: { ...now.account, confirmed: true } },
  );
}
