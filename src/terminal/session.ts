import { check } from '../contract/check.ts';
import type { DirectoryEntry } from '../contract/directory.ts';
import { SessionDone, SessionReply, type ContractSummary, type SessionOpen } from '../contract/sessions.ts';
import { CodedError, hasCode } from '../errors/coded-error.ts';
import { fromBase64url, toBase64url } from '../protocol/bytes.ts';
import type { ClientChannel } from '../protocol/channel/client-channel.ts';
import { signEd25519, type KeyPair } from '../protocol/keys.ts';
import { audienceOf, deviceBindingStatement, sessionKeysOf, type SessionKeys } from '../protocol/session-keys.ts';
import { openAccountChannel } from './account-channel.ts';
import type { DirectoryClient } from './directory-client.ts';
import { endSession, extendSession, type SessionLine } from './session-changes.ts';
import { finishSignUp, markConfirmed } from './sign-up.ts';
import type { CountedAudience } from './signed-request.ts';
import type { TerminalContext } from './terminal-context.ts';

/** C4: a live session; its keys are in memory only. */
export interface Session extends SessionKeys {
  /** By the terminal's elapsed time. */
  readonly openedAt: number;
  /** Seconds that it was opened for. */
  readonly lifetime: number;
  /** The account server's time at `openedAt`, seconds since 1970; judges the expiry of map metadata alone. */
  readonly serverTime: number;
  readonly contract: ContractSummary;
  /** The certificate key that it is bound to. */
  readonly deviceKey: KeyPair | undefined;
  /** Its keys for each audience so far, with the last counter used there. */
  readonly audiences: Map<string, CountedAudience>;
}

/** How long a session is good for, by the terminal's elapsed time. */
interface Lease {
  readonly start: number;
  readonly renewAt: number;
  readonly endsAt: number;
}

/** A session is renewed when this share of what it was granted has passed. */
const renewalShare = 0.8;
/** An extension that grants less than this share of a session's life has come to the maximum: a new one is opened. */
const worthwhileShare = 0.5;

const leaseFrom = (start: number, expiresIn: number): Lease => ({
  start,
  renewAt: start + expiresIn * renewalShare,
  endsAt: start + expiresIn,
});

/**
 * C4: opens, keeps and renews the session; whoever needs one at the same time gets the same one. It is renewed by an
 * extension as long as the account server grants one, and by a new session otherwise.
 */
export class SessionKeeper {
  readonly #context: TerminalContext;
  readonly #directory: DirectoryClient;
  #session: Session | undefined;
  #lease: Lease = leaseFrom(0, 0);
  #opening: Promise<Session> | undefined;

  constructor(context: TerminalContext, directory: DirectoryClient) {
    this.#context = context;
    this.#directory = directory;
  }

  get current(): Session | undefined {
    return this.#session;
  }

  /** Seconds that the present session is good for, and until it is to be renewed; undefined where there is none. */
  get remaining(): { readonly expiresIn: number; readonly renewIn: number; readonly lifetime: number } | undefined {
    if (this.#session === undefined) return undefined;
    const now = this.#now();
    const { start, renewAt, endsAt } = this.#lease;
    if (now >= endsAt) return undefined;
    return { expiresIn: endsAt - now, renewIn: Math.max(0, renewAt - now), lifetime: endsAt - start };
  }

  /** A live session for `service`, bound to `deviceKey` where the service asks for it; renewed early. */
  async get(service: DirectoryEntry, deviceKey: KeyPair | undefined): Promise<Session> {
    const session = this.#session;
    const usable = session?.deviceKey === deviceKey && session?.handles.has(service.id) === true ? session : undefined;
    if (usable !== undefined && this.#now() < this.#lease.renewAt) return usable;
    this.#opening ??= this.#renew(usable, service, deviceKey).finally(() => (this.#opening = undefined));
    return this.#opening;
  }

  /** A server said that this session is over; the next use opens a new one. */
  drop(session: Session): void {
    if (this.#session === session) this.#session = undefined;
  }

  /** Keys for one audience, with the next counter of its requests. @throws session.audience-unknown */
  audience(session: Session, audienceId: string): CountedAudience {
    const known = session.audiences.get(audienceId);
    const audience = known ?? audienceOf(session, audienceId);
    const next = { ...audience, counter: (known?.counter ?? 0) + 1 };
    session.audiences.set(audienceId, next);
    return next;
  }

  async #renew(usable: Session | undefined, service: DirectoryEntry, deviceKey: KeyPair | undefined): Promise<Session> {
    if (usable !== undefined && (await this.#extend(usable))) return usable;
    return this.#open(service, deviceKey);
  }

  /** C6. @returns whether `session` goes on for a while worth it. @throws network.* where nobody answers at all */
  async #extend(session: Session): Promise<boolean> {
    const start = this.#now();
    if (start >= this.#lease.endsAt) return false;
    try {
      const expiresIn = await extendSession(this.#line(session));
      const lease = leaseFrom(start, expiresIn);
      if (lease.endsAt - this.#now() < session.lifetime * worthwhileShare) return false;
      this.#lease = lease;
      this.#context.tell({ type: 'session-extended', expiresIn });
      return true;
    } catch (error) {
      // Who cannot be reached cannot open a session either; any refusal is answered by opening one.
      if (!(error instanceof CodedError) || hasCode(error, 'network.unreachable', 'network.timeout')) throw error;
      return false;
    }
  }

  async #open(service: DirectoryEntry, deviceKey: KeyPair | undefined): Promise<Session> {
    await this.confirmIfNeeded();
    const channel = await this.#channel();
    const openedAt = this.#now();
    const request: SessionOpen = {
      step: 'open',
      audiences: [service.id],
      ...(deviceKey === undefined ? {} : { device: bindingOf(channel, deviceKey) }),
    };
    const reply = check(SessionReply, await channel.request(request), 'channel.message-invalid');
    const renewal = this.#session !== undefined;
    this.#session = {
      ...sessionKeysOf(channel, reply),
      openedAt,
      lifetime: reply.expiresIn,
      serverTime: reply.serverTime,
      contract: reply.contract,
      deviceKey,
      audiences: new Map(),
    };
    this.#lease = leaseFrom(openedAt, reply.expiresIn);
    this.#context.tell({ type: 'session-opened', expiresIn: reply.expiresIn, renewal });
    return this.#session;
  }

  /** C3: a confirmation that was lost on the way is made up for. */
  async confirmIfNeeded(): Promise<void> {
    await finishSignUp(this.#context);
    const { account } = this.#context.state.current;
    if (account === undefined) throw new CodedError('terminal.not-signed-up');
    if (account.confirmed) return;
    check(SessionDone, await (await this.#channel()).request({ step: 'confirm' }), 'channel.message-invalid');
    await markConfirmed(this.#context);
    this.#context.tell({ type: 'signed-up', userId: account.userId, confirmed: true });
  }

  /** Revokes this terminal's access key and sessions at the server, then forgets them here. */
  async signOut(): Promise<void> {
    check(SessionDone, await (await this.#channel()).request({ step: 'sign-out' }), 'channel.message-invalid');
    this.#session = undefined;
    await this.forget();
  }

  /**
   * Forgets access key, licence number and session on this terminal, whoever can be reached; then lets the account server
   * end the session that was open, if it can be reached now.
   */
  async forget(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    await this.#context.ports.vault.delete('access-key');
    await this.#context.ports.vault.delete('licence-number');
    await this.#context.state.change(({ account: _account, signingUp: _signingUp, ...rest }) => rest);
    if (session === undefined) return;
    try {
      await endSession(this.#line(session));
    } catch (error) {
      // It runs out by itself, and nobody holds its keys any more.
      if (!(error instanceof CodedError)) throw error;
    }
  }

  #line(session: Session): SessionLine {
    return {
      context: this.#context,
      directory: this.#directory,
      nextAudience: (serverId) => this.audience(session, serverId),
    };
  }

  #now(): number {
    return this.#context.ports.clock.monotonic();
  }

  async #channel(): Promise<ClientChannel> {
    await finishSignUp(this.#context);
    const { account } = this.#context.state.current;
    const accessKey = account === undefined ? undefined : await this.#context.ports.vault.get('access-key');
    if (account === undefined || accessKey === undefined) throw new CodedError('terminal.not-signed-up');
    const secret = { identifier: fromBase64url(account.accessKeyId), key: fromBase64url(accessKey) };
    return openAccountChannel(this.#context, this.#directory, 'session', secret);
  }
}

function bindingOf(channel: ClientChannel, key: KeyPair) {
  const signature = signEd25519(key, deviceBindingStatement(channel.exportKey('device binding')));
  return { publicKey: toBase64url(key.publicKey), signature: toBase64url(signature) };
}
