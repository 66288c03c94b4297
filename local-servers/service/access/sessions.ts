import { check } from '../../../src/contract/check.ts';
import { Bytes } from '../../../src/contract/primitives.ts';
import { SessionCheckReply, type SessionCheck } from '../../../src/contract/sessions.ts';
import { CodedError, hasCode } from '../../../src/errors/coded-error.ts';
import { fromBase64url, toBase64url, utf8 } from '../../../src/protocol/bytes.ts';
import { importSecretKey, sha256, type MacKey } from '../../../src/protocol/hash.ts';
import { verifyHmac } from '../../../src/protocol/http-signatures.ts';
import { requestCounter, type ReceivedRequest } from '../../../src/protocol/request-signatures.ts';
import type { ServerClock } from '../../kit/clock.ts';
import { Recent } from '../../kit/recent.ts';

/** What this service knows of a session (C5). */
export interface ServiceSession {
  readonly handle: string;
  readonly audienceKey: Uint8Array;
  /** The same, ready for use. */
  readonly macKey: MacKey;
  readonly pseudonym: string;
  /** Region ids; `*` covers all. */
  readonly regions: ReadonlySet<string>;
  readonly contractEndsAt: number;
  readonly endsAt: number;
  /** B4: only an admission of this key goes with the session. */
  readonly deviceKey: string | undefined;
}

/** Asks the account server; see `SessionCheck`. */
export type AskAccounts = (request: SessionCheck) => Promise<unknown>;

/** Sessions that are kept; memory for about 1 kB each. */
const sessionCeiling = 50_000;
const refusalCeiling = 10_000;
/** Seconds for which a refusal by the account server is repeated without asking again. */
const refusalSeconds = 1;

/** The sessions that this service has seen, in memory alone: after a restart the account server is asked again. */
export class Sessions {
  readonly #ask: AskAccounts;
  readonly #clock: ServerClock;
  readonly #known = new Recent<string, ServiceSession>(sessionCeiling);
  readonly #refused = new Recent<string, { readonly error: CodedError; readonly until: number }>(refusalCeiling);
  readonly #asking = new Map<string, Promise<ServiceSession>>();

  constructor(ask: AskAccounts, clock: ServerClock) {
    this.#ask = ask;
    this.#clock = clock;
  }

  /** The live session that a request was signed under, where it is known here. @throws signature.invalid */
  known(request: ReceivedRequest): ServiceSession | undefined {
    const known = this.#known.get(request.keyid);
    if (known === undefined || this.#clock.now() >= known.endsAt) return undefined;
    requestCounter(request.nonce);
    verifyHmac(request.received, known.macKey);
    return known;
  }

  /**
   * The session that a request was signed under: from memory, or on first sight from the account server (C5, C9). It may
   * have run out; `assertLive` tells.
   * @throws signature.invalid, session.*, server.unavailable
   */
  async of(request: ReceivedRequest): Promise<ServiceSession> {
    requestCounter(request.nonce);
    const known = this.#known.get(request.keyid);
    if (known === undefined) return this.#askOnce(request);
    verifyHmac(request.received, known.macKey);
    if (this.#clock.now() < known.endsAt) return known;
    // C6: it may have been extended since it was looked up. Whoever is told no here is told so under the key.
    try {
      return await this.#askOnce(request);
    } catch (error) {
      if (hasCode(error, 'session.expired', 'session.unknown', 'server.unavailable')) return known;
      throw error;
    }
  }

  /** @throws session.expired */
  assertLive(session: ServiceSession): void {
    if (this.#clock.now() >= session.endsAt) throw new CodedError('session.expired');
  }

  /**
   * What is remembered is the refusal of this very request: another request under the same handle, which anybody can
   * see on the wire, must not suffer for a forged one.
   */
  async #askOnce({ keyid, received }: ReceivedRequest): Promise<ServiceSession> {
    const handle = check(Bytes(16), keyid, 'session.unknown');
    const request: SessionCheck = {
      handle,
      signatureBase: toBase64url(utf8(received.base)),
      signature: toBase64url(Buffer.from(received.signature, 'base64')),
    };
    const key = toBase64url(sha256(utf8(JSON.stringify(request))));
    const refused = this.#refused.get(key);
    if (refused !== undefined && this.#clock.now() < refused.until) throw refused.error;
    const running = this.#asking.get(key);
    if (running !== undefined) return running;
    const asking = this.#askAccounts(request, key).finally(() => this.#asking.delete(key));
    this.#asking.set(key, asking);
    return asking;
  }

  async #askAccounts(request: SessionCheck, key: string): Promise<ServiceSession> {
    // A key is told for a proof only, and proofs have one length (HMAC-SHA256).
    if (fromBase64url(request.signature).byteLength !== 32) throw new CodedError('signature.invalid');
    try {
      // Before the question: the account server counts from its answer, which comes later.
      const now = this.#clock.now();
      const reply = check(SessionCheckReply, await this.#ask(request), 'channel.message-invalid');
      const session = sessionFrom(request.handle, reply, now);
      this.#known.set(request.handle, session);
      return session;
    } catch (error) {
      if (hasCode(error, 'session.unknown', 'session.expired', 'session.revoked', 'signature.invalid')) {
        this.#refused.set(key, { error, until: this.#clock.now() + refusalSeconds });
      }
      throw error;
    }
  }
}

function sessionFrom(handle: string, reply: SessionCheckReply, now: number): ServiceSession {
  const audienceKey = fromBase64url(reply.audienceKey, 'channel.message-invalid');
  return {
    handle,
    audienceKey,
    macKey: importSecretKey(audienceKey),
    pseudonym: reply.pseudonym,
    regions: new Set(reply.contract.regions),
    contractEndsAt: now + reply.contract.expiresIn,
    endsAt: now + reply.expiresIn,
    deviceKey: reply.deviceKey,
  };
}
