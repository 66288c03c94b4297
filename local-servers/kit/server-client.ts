import { setTimeout as pause } from 'node:timers/promises';
import { raceEndpoints } from '../../src/allocation/endpoint-race.ts';
import type { Endpoint } from '../../src/contract/allocation.ts';
import type { ChannelPurpose } from '../../src/contract/channel.ts';
import { CodedError, hasCode } from '../../src/errors/coded-error.ts';
import { fromBase64url } from '../../src/protocol/bytes.ts';
import { ClientChannel, isAuthenticatedRefusal } from '../../src/protocol/channel/client-channel.ts';
import type { KeyPair } from '../../src/protocol/keys.ts';
import { channelExchange } from '../../src/protocol/transport.ts';
import type { RoleContext } from './role-context.ts';
import { sleep } from './sleep.ts';

/** Another server, as the directory or a checked link of the chain names it. */
export interface Peer {
  readonly id: string;
  readonly endpoints: readonly Endpoint[];
  /** X25519, base64url. */
  readonly staticKey: string;
}

export type Caller = Pick<RoleContext<unknown>, 'serverId' | 'staticKey' | 'transport' | 'otherKeys'>;

/** Channels to one peer at most; each has one message in flight. */
const laneCeiling = 4;
interface Waiting {
  readonly resolve: (channel: ClientChannel | undefined) => void;
  readonly reject: (error: CodedError) => void;
}

/** Calls that wait for a channel, at most. */
const waitingCeiling = 500;
/** Seconds for one exchange with the peer. */
const exchangeSeconds = 5;

/**
 * Calls another server in KK channels, as the server that it is. Channels stay open between calls and are opened anew
 * when the peer has forgotten them; a call may then arrive twice, so calls are such that a repetition does no harm.
 */
export class ServerClient {
  readonly #caller: Caller;
  readonly #purpose: ChannelPurpose;
  readonly #peer: Peer;
  readonly #idle: (ClientChannel | undefined)[] = Array.from({ length: laneCeiling }, () => undefined);
  readonly #waiting: Waiting[] = [];

  constructor(caller: Caller, purpose: ChannelPurpose, peer: Peer) {
    this.#caller = caller;
    this.#purpose = purpose;
    this.#peer = peer;
  }

  /**
   * Gives the peer's result, to be checked against its schema, or throws the refusal that the peer sealed.
   * @throws server.unavailable where the peer cannot be reached or does not prove its key
   */
  async call(request: unknown): Promise<unknown> {
    let channel = await this.#takeLane();
    try {
      if (channel !== undefined) {
        try {
          return await channel.request(request);
        } catch (error) {
          if (isAuthenticatedRefusal(error)) throw error;
          channel = undefined;
        }
      }
      channel = await this.#open();
      return await channel.request(request);
    } catch (cause) {
      if (isAuthenticatedRefusal(cause)) throw cause;
      channel = undefined;
      const error = new CodedError('server.unavailable', {
        detail: `${this.#peer.id} cannot be reached`,
        retryAfter: 1,
        cause,
      });
      // Those that wait would only find out the same, one time-out after the other.
      for (const { reject } of this.#waiting.splice(0)) reject(error);
      throw error;
    } finally {
      this.#giveLane(channel);
    }
  }

  /** The peer may know this server by other keys than the present ones, while they are being replaced. */
  async #open(): Promise<ClientChannel> {
    const { staticKey, otherKeys = [] } = this.#caller;
    const keys = [staticKey, ...otherKeys.map((other) => other.staticKey)];
    // A handshake changes nothing at the peer, so several may run at once.
    const { value } = await raceEndpoints(
      this.#peer.endpoints,
      async (url, signal) => {
        for (const key of keys.slice(0, -1)) {
          try {
            return await this.#openAs(key, url, signal);
          } catch (error) {
            if (!hasCode(error, 'channel.handshake-failed')) throw error;
          }
        }
        return this.#openAs(keys.at(-1) ?? staticKey, url, signal);
      },
      { sleep },
    );
    return value;
  }

  #openAs(staticKey: KeyPair, url: string, signal: AbortSignal): Promise<ClientChannel> {
    const { serverId, transport } = this.#caller;
    return ClientChannel.open({
      purpose: this.#purpose,
      serverId: this.#peer.id,
      remoteStatic: fromBase64url(this.#peer.staticKey, 'document.malformed'),
      initiator: { id: serverId, staticKey },
      exchange: channelExchange(transport, url, exchangeSeconds, signal),
      beforeResend: resendSoon,
    });
  }

  async #takeLane(): Promise<ClientChannel | undefined> {
    if (this.#idle.length > 0) return this.#idle.pop();
    if (this.#waiting.length >= waitingCeiling) {
      throw new CodedError('server.unavailable', { detail: `too many calls wait for ${this.#peer.id}`, retryAfter: 1 });
    }
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  #giveLane(channel: ClientChannel | undefined): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#idle.push(channel);
    else next.resolve(channel);
  }
}

/** A lost reply is asked for once more with the same bytes; after that another endpoint or a later call must do. */
async function resendSoon(attempt: number): Promise<void> {
  if (attempt > 1) throw new CodedError('network.unreachable');
  await pause(50);
}

/** Peers of one purpose that clients are kept for; the longest unused is forgotten. */
const peerCeiling = 100;

/** Clients for one purpose, where the peer is known only when it is called (B4: the link of a checked chain). */
export class ServerClients {
  readonly #caller: Caller;
  readonly #purpose: ChannelPurpose;
  readonly #clients = new Map<string, ServerClient>();

  constructor(caller: Caller, purpose: ChannelPurpose) {
    this.#caller = caller;
    this.#purpose = purpose;
  }

  to(peer: Peer): ServerClient {
    const key = JSON.stringify([peer.id, peer.staticKey, peer.endpoints]);
    const client = this.#clients.get(key) ?? new ServerClient(this.#caller, this.#purpose, peer);
    this.#clients.delete(key);
    this.#clients.set(key, client);
    const [oldest] = this.#clients.keys();
    if (this.#clients.size > peerCeiling && oldest !== undefined) this.#clients.delete(oldest);
    return client;
  }
}
