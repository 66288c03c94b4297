import { buildAccounts } from '../../local-servers/accounts/app.ts';
import { openAccountsStore, type AccountsContext } from '../../local-servers/accounts/accounts-server.ts';
import { issueAccount } from '../../local-servers/accounts/operator.ts';
import { defaultAccountsSettings, type AccountsSettings } from '../../local-servers/accounts/settings.ts';
import type { SqlDatabase } from '../../local-servers/kit/storage/database.ts';
import type { RoleContext } from '../../local-servers/kit/role-context.ts';
import type { SessionOpen, SessionReply } from '../../src/contract/sessions.ts';
import type { AccountIssueReply, Offer } from '../../src/contract/sign-up.ts';
import { fromBase64url, toBase64url, utf8 } from '../../src/protocol/bytes.ts';
import type { ClientChannel, ClientChannelOptions } from '../../src/protocol/channel/client-channel.ts';
import { finishClientLogin, loginBinding, startClientLogin } from '../../src/protocol/opaque.ts';
import { readSignedRequest, signSessionRequest } from '../../src/protocol/request-signatures.ts';
import { audienceOf, confirmationProof, sessionKeysOf, type Audience } from '../../src/protocol/session-keys.ts';
import { asInitiator, channelTo } from './channel-to.ts';
import { createInstallation } from './role-context.ts';
import type { TestClock } from './test-clock.ts';

/** What a terminal holds after sign-up. */
export interface IssuedKey {
  readonly slotId: string;
  readonly accessKeyId: string;
  readonly accessKey: string;
}

/** A session as the terminal has it. */
export interface OpenSession {
  readonly reply: SessionReply;
  readonly sessionKey: Uint8Array;
  audience(id: string): Audience;
}

export interface AccountsUnderTest {
  readonly context: AccountsContext;
  readonly clock: TestClock;
  readonly maps: RoleContext<unknown>;
  readonly traffic: RoleContext<unknown>;
  readonly portal: RoleContext<unknown>;
  /** A second connection to the server's store. */
  readonly store: SqlDatabase;
  /** Issues an account with a contract of 30 days. */
  issue(contractSeconds?: number): Promise<AccountIssueReply>;
  signUpChannel(more?: Partial<ClientChannelOptions>): Promise<ClientChannel>;
  sessionChannel(key: IssuedKey, more?: Partial<ClientChannelOptions>): Promise<ClientChannel>;
  openSession(key: IssuedKey, more?: Partial<SessionOpen>): Promise<OpenSession>;
  checkChannel(as: RoleContext<unknown>): Promise<ClientChannel>;
  /** Signs a new terminal up to the end. */
  signUp(account: AccountIssueReply, terminalName?: string): Promise<IssuedKey>;
  close(): Promise<void>;
}

/** An account server on a free port, with the servers that the directory names beside it (nothing listens for those). */
export async function startAccounts(settings: Partial<AccountsSettings> = {}): Promise<AccountsUnderTest> {
  const installation = await createInstallation({
    accounts: { role: 'accounts', settings: { ...defaultAccountsSettings, ...settings } },
    portal: { role: 'portal', settings: {} },
    maps: { role: 'service', settings: {} },
    traffic: { role: 'service', settings: {} },
  });
  const { accounts: context, portal, maps, traffic } = installation.contexts;
  await installation.start('accounts', await buildAccounts(context));
  const store = await openAccountsStore(context);
  const signUpChannel = (more: Partial<ClientChannelOptions> = {}) => channelTo(context, 'sign-up', more);
  const sessionChannel = (key: IssuedKey, more: Partial<ClientChannelOptions> = {}) =>
    channelTo(context, 'session', { secret: secretOf(key), ...more });
  return {
    context,
    clock: installation.clock,
    maps,
    traffic,
    portal,
    store,
    issue: (contractSeconds = 30 * 86_400) =>
      issueAccount(context, store, { plan: 'standard', contractSeconds, regions: ['*'] }),
    signUpChannel,
    sessionChannel,
    openSession: async (key, more) => openSession(await sessionChannel(key), more),
    checkChannel: (as) => channelTo(context, 'session-check', asInitiator(as)),
    async signUp(account, terminalName) {
      const channel = await signUpChannel();
      await logIn(channel, account.userId, account.password);
      await identify(channel, account.licenceNumber, terminalName);
      const issued = await add(channel);
      await confirm(channel, issued);
      return issued;
    },
    async close() {
      await store.close();
      await installation.close();
    },
  };
}

const secretOf = (key: IssuedKey) => ({
  identifier: fromBase64url(key.accessKeyId),
  key: fromBase64url(key.accessKey),
});

/** Both steps of the login, as a terminal takes them. */
export async function logIn(channel: ClientChannel, userId: string, password: string): Promise<void> {
  const { clientLoginState, startLoginRequest } = await startClientLogin(password);
  const { loginResponse } = (await channel.request({ step: 'login-start', userId, startLoginRequest })) as {
    loginResponse: string;
  };
  const { finishLoginRequest, sessionKey } = await finishClientLogin(userId, password, clientLoginState, loginResponse);
  const mac = toBase64url(loginBinding(sessionKey, channel.handshakeHash, 'terminal'));
  await channel.request({ step: 'login-finish', finishLoginRequest, mac });
  channel.strengthen(sessionKey);
}

export async function identify(
  channel: ClientChannel,
  licenceNumber: string,
  terminalName = 'Family car',
): Promise<Offer> {
  const facts = { makerId: 'acme', modelId: 'n1', terminalName };
  return (await channel.request({ step: 'identify', licenceNumber, ...facts })) as Offer;
}

export async function add(channel: ClientChannel): Promise<IssuedKey> {
  return (await channel.request({ step: 'choose', choice: 'add' })) as IssuedKey;
}

export async function overwrite(channel: ClientChannel, slotId: string): Promise<IssuedKey> {
  return (await channel.request({ step: 'choose', choice: 'overwrite', slotId })) as IssuedKey;
}

export function confirm(channel: ClientChannel, issued: IssuedKey): Promise<unknown> {
  const proof = toBase64url(confirmationProof(fromBase64url(issued.accessKey), channel.handshakeHash));
  return channel.request({ step: 'confirm', proof });
}

async function openSession(channel: ClientChannel, more: Partial<SessionOpen> = {}): Promise<OpenSession> {
  const reply = (await channel.request({ step: 'open', audiences: ['maps'], ...more })) as SessionReply;
  const keys = sessionKeysOf(channel, reply);
  return { reply, sessionKey: keys.sessionKey, audience: (id) => audienceOf(keys, id) };
}

/** What a service shows the account server: a handle, and a request of the terminal that is signed under it. */
export function shownBy(
  audience: Audience,
  url = 'http://maps.test/v1/regions',
): { handle: string; signatureBase: string; signature: string } {
  const body = new Uint8Array(0);
  const headers = signSessionRequest({ method: 'GET', url, body }, { ...audience, counter: 1 });
  const { received } = readSignedRequest('session', { method: 'GET', targetUri: url, headers }, body);
  return {
    handle: audience.handle,
    signatureBase: toBase64url(utf8(received.base)),
    signature: toBase64url(Buffer.from(received.signature, 'base64')),
  };
}
