import { channelPatterns, handshakePath, messagePath, type ChannelPurpose } from '../../contract/channel.ts';
import { CodedError, hasCode } from '../../errors/coded-error.ts';
import { fromProblem } from '../../errors/problem.ts';
import type { KeyPair } from '../keys.ts';
import type { KeyLabel } from '../labels.ts';
import { Handshake } from '../noise/handshake.ts';
import { ChannelKeys, padIdentifier, prologue } from './channel-keys.ts';
import { decodeHandshakeReply, decodeMessageReply, encodeHandshakeRequest, encodeMessageRequest } from './frames.ts';

/**
 * Posts a channel body to a path of the server and gives its body back. Throws `network.*` where no answer came, and the
 * coded error of a problem document where the server refused outside the channel.
 */
export type ChannelExchange = (path: string, body: Uint8Array) => Promise<Uint8Array>;

export interface ClientChannelOptions {
  readonly purpose: ChannelPurpose;
  readonly serverId: string;
  /** The server's X25519 public key, from a signed document. */
  readonly remoteStatic: Uint8Array;
  readonly exchange: ChannelExchange;
  /** NKpsk2: the identifier that message 1 hides, and the secret that it selects. */
  readonly secret?: { readonly identifier: Uint8Array; readonly key: Uint8Array };
  /** KK: who calls, by directory id and static key. */
  readonly initiator?: { readonly id: string; readonly staticKey: KeyPair };
  /** Called before the same bytes are sent again after a lost reply, with 1, 2, …; rejects to give up. */
  readonly beforeResend?: (attempt: number) => Promise<void>;
  /** The handshake alone is not sent again: whoever opens the channel tries elsewhere, too. */
  readonly handshakeOnce?: boolean;
}

const maximumResends = 3;

/** The initiator's side of a channel: one message in flight, a lost reply is asked for again with identical bytes. */
export class ClientChannel {
  readonly #options: ClientChannelOptions;
  readonly #cookie: Uint8Array;
  #keys: ChannelKeys;
  #counter = 0;
  #busy = false;
  #pending: PendingMessage | undefined;

  private constructor(options: ClientChannelOptions, keys: ChannelKeys, cookie: Uint8Array) {
    this.#options = options;
    this.#keys = keys;
    this.#cookie = cookie;
  }

  /** Runs the handshake. @throws channel.handshake-failed where the server does not prove its key (and the psk). */
  static async open(options: ClientChannelOptions): Promise<ClientChannel> {
    const { purpose, serverId, remoteStatic, exchange, secret, initiator, handshakeOnce } = options;
    const handshake = new Handshake('initiator', {
      pattern: channelPatterns[purpose],
      prologue: prologue(purpose, serverId),
      remoteStatic,
      ...(initiator === undefined ? {} : { staticKey: initiator.staticKey }),
    });
    const noise = handshake.write(padIdentifier(secret?.identifier ?? new Uint8Array(0)));
    const request = encodeHandshakeRequest({ initiatorId: initiator?.id ?? '', noise });
    const send = () => exchange(handshakePath(purpose), request);
    const reply = decodeHandshakeReply(await (handshakeOnce === true ? send() : resending(options, send)));
    handshake.read(reply.noise, secret?.key);
    return new ClientChannel(options, new ChannelKeys(handshake.finish()), reply.cookie);
  }

  get handshakeHash(): Uint8Array {
    return this.#keys.handshakeHash;
  }

  exportKey(label: KeyLabel, length = 32, context = ''): Uint8Array {
    return this.#keys.exportKey(label, length, context);
  }

  /** From the next message on, keys that also need `secret`. */
  strengthen(secret: Uint8Array): void {
    this.#keys = this.#keys.strengthen(secret);
  }

  /**
   * Sends one message and gives the server's result, or throws the coded error that the server sealed. After a failure
   * without a sealed answer the same body may be asked for again (identical bytes go out), any other needs a new channel.
   */
  async request(body: unknown): Promise<unknown> {
    if (this.#busy) throw new CodedError('channel.step-unexpected', { detail: 'one message at a time' });
    const { frame, keys } = this.#seal(body);
    this.#busy = true;
    try {
      const answer = await resending(this.#options, () =>
        this.#options.exchange(messagePath(this.#options.purpose), frame),
      );
      const reply = decodeMessageReply(answer);
      if (reply.counter !== this.#counter)
        throw new CodedError('channel.message-invalid', { detail: 'the reply is to another message' });
      const opened = keys.openReply(this.#counter, reply.ciphertext);
      this.#counter++;
      this.#pending = undefined;
      return unwrap(opened);
    } finally {
      this.#busy = false;
    }
  }

  /** The counter is the nonce: once bytes were sealed at it, no others are until its reply has come. */
  #seal(body: unknown): PendingMessage {
    const json = JSON.stringify(body);
    if (this.#pending !== undefined && this.#pending.json !== json) {
      throw new CodedError('channel.step-unexpected', { detail: 'an earlier message has no reply yet' });
    }
    const counter = this.#counter;
    this.#pending ??= {
      json,
      keys: this.#keys,
      frame: encodeMessageRequest({
        token: counter === 0 ? this.#cookie : this.#keys.id,
        counter,
        ciphertext: this.#keys.sealRequest(counter, body),
      }),
    };
    return this.#pending;
  }
}

/** A message that was sealed and has no sealed answer yet, and the keys of that moment. */
interface PendingMessage {
  readonly json: string;
  readonly keys: ChannelKeys;
  readonly frame: Uint8Array;
}

function unwrap(opened: unknown): unknown {
  if (typeof opened === 'object' && opened !== null) {
    if ('result' in opened) return opened.result;
    if ('problem' in opened) throw markAuthenticated(fromProblem(opened.problem));
  }
  throw new CodedError('channel.message-invalid', { detail: 'neither result nor problem' });
}

const authenticated = new WeakSet<CodedError>();

function markAuthenticated(error: CodedError): CodedError {
  authenticated.add(error);
  return error;
}

/** Whether the refusal came sealed from the server itself, so that it may be believed (A4). */
export function isAuthenticatedRefusal(error: unknown): boolean {
  return error instanceof CodedError && authenticated.has(error);
}

async function resending(options: ClientChannelOptions, send: () => Promise<Uint8Array>): Promise<Uint8Array> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await send();
    } catch (error) {
      if (
        !hasCode(error, 'network.unreachable', 'network.timeout', 'network.answer-invalid') ||
        attempt > maximumResends
      )
        throw error;
      if (options.beforeResend === undefined) throw error;
      await options.beforeResend(attempt);
    }
  }
}
