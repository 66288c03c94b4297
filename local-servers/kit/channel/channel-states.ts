import type { ChannelPurpose } from '../../../src/contract/channel.ts';
import { CodedError, hasCode } from '../../../src/errors/coded-error.ts';
import { equalBytes, toBase64url } from '../../../src/protocol/bytes.ts';
import { channelIdBytes, type MessageRequestFrame } from '../../../src/protocol/channel/frames.ts';
import { cookieExpiry, type ChannelState } from '../../../src/protocol/channel/server-channel.ts';
import { sha256 } from '../../../src/protocol/hash.ts';
import type { ServerClock } from '../clock.ts';
import { Recent } from '../recent.ts';
import type { SqlExecutor } from '../storage/database.ts';
import { ChannelSealer, findChannel, saveChannel } from './channel-store.ts';

/** Open channels whose state is kept at hand; memory for about 1 kB each. */
const recentCeiling = 10_000;

/** Opens as no state. */
const nothing = new Uint8Array(0);

/** A message that was read under its channel's keys. */
export interface OpenedMessage {
  readonly channelId: Uint8Array;
  readonly counter: number;
  readonly requestHash: Uint8Array;
  readonly state: ChannelState;
  readonly request: unknown;
}

interface StateAtCounter {
  readonly state: ChannelState;
  /** Of the last message that was answered; -1 where only the cookie knows the channel. */
  readonly counter: number;
}

/**
 * The states of one purpose's channels. What counts stands in the store, where all processes of the server share it; the
 * cookie and this process's memory only spare the look-up before the one that decides (`answered`).
 */
export class ChannelStates {
  readonly #purpose: ChannelPurpose;
  readonly #oneMessage: boolean;
  readonly #database: SqlExecutor;
  readonly #clock: ServerClock;
  readonly #sealer: ChannelSealer;
  readonly #recent = new Recent<string, StateAtCounter>(recentCeiling);

  constructor(
    server: { readonly database: SqlExecutor; readonly clock: ServerClock; readonly masterKey: Uint8Array },
    { purpose, oneMessage = false }: { readonly purpose: ChannelPurpose; readonly oneMessage?: boolean },
  ) {
    this.#purpose = purpose;
    this.#oneMessage = oneMessage;
    this.#database = server.database;
    this.#clock = server.clock;
    this.#sealer = new ChannelSealer(server.masterKey);
  }

  /** The cookie of a channel that was agreed just now. */
  cookie(state: ChannelState): Uint8Array {
    return this.#sealer.seal('cookie', state, cookieExpiry(this.#clock.now()));
  }

  /**
   * Reads a message, or finds that it was answered before.
   * @throws channel.unknown, channel.counter-used, channel.message-invalid
   */
  async open(
    frame: MessageRequestFrame,
    requestHash: Uint8Array,
  ): Promise<OpenedMessage | { readonly reply: Uint8Array }> {
    const { counter, ciphertext } = frame;
    const cookie = counter === 0 ? this.#sealer.open('cookie', frame.token) : undefined;
    const channelId = cookie === undefined ? frame.token : this.#idOf(frame.token, cookie.state);
    const isFresh = cookie !== undefined && this.#clock.now() <= cookie.expiresAt;
    const near = isFresh ? { state: cookie.state, counter: -1 } : this.#recent.get(toBase64url(channelId));
    if (near?.counter === counter - 1 && near.state.purpose === this.#purpose) {
      try {
        return {
          channelId,
          counter,
          requestHash,
          state: near.state,
          request: near.state.keys.openRequest(counter, ciphertext),
        };
      } catch (error) {
        // Perhaps another process answered at this counter, and these are other bytes: the store knows.
        if (!hasCode(error, 'channel.message-invalid')) throw error;
      }
    }
    const row = await findChannel(this.#database, channelId, this.#clock.now());
    if (row === undefined && !isFresh) throw new CodedError('channel.unknown');
    const reply = row === undefined ? undefined : storedReply(row, counter, requestHash);
    if (reply !== undefined) return { reply };
    const state = row === undefined ? cookie?.state : this.#sealer.open('channel', row.state).state;
    if (state?.purpose !== this.#purpose) throw new CodedError('channel.unknown');
    return { channelId, counter, requestHash, state, request: state.keys.openRequest(counter, ciphertext) };
  }

  /**
   * In the transaction that answers: the reply that another one has given meanwhile. Where there is none, the counter is
   * this transaction's. @throws channel.counter-used, channel.unknown
   */
  async answered(tx: SqlExecutor, { channelId, counter, requestHash }: OpenedMessage): Promise<Uint8Array | undefined> {
    const row = await findChannel(tx, channelId, this.#clock.now());
    if (row !== undefined) return storedReply(row, counter, requestHash);
    // It has run out since it was remembered.
    if (counter > 0) throw new CodedError('channel.unknown');
    return undefined;
  }

  /** Keeps what a message has led to, in the transaction of its decision. `expiresAt` in the server's seconds. */
  async save(
    tx: SqlExecutor,
    { channelId, counter, requestHash }: OpenedMessage,
    next: { readonly state: ChannelState; readonly reply: Uint8Array; readonly expiresAt: number },
  ): Promise<void> {
    const { state, reply, expiresAt } = next;
    const sealed = this.#oneMessage ? nothing : this.#sealer.seal('channel', state, expiresAt);
    await saveChannel(tx, channelId, { state: sealed, counter, request_hash: requestHash, reply }, expiresAt);
  }

  /** After the commit. */
  remember({ channelId, counter }: OpenedMessage, state: ChannelState): void {
    if (!this.#oneMessage) this.#recent.set(toBase64url(channelId), { state, counter });
  }

  /** A channel of one message is never named by its id, so that none has to be derived: no two cookies are alike. */
  #idOf(cookie: Uint8Array, { keys }: ChannelState): Uint8Array {
    return this.#oneMessage ? sha256(cookie).subarray(0, channelIdBytes) : keys.id;
  }
}

/** Identical bytes get the identical reply; other bytes at a used counter, or a skipped counter, are refused. */
function storedReply(
  row: { counter: number; request_hash: Uint8Array; reply: Uint8Array },
  counter: number,
  requestHash: Uint8Array,
): Uint8Array | undefined {
  const last = row.counter;
  if (counter === last && equalBytes(row.request_hash, requestHash)) return row.reply;
  if (counter !== last + 1) throw new CodedError('channel.counter-used');
  return undefined;
}
