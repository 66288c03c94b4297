import type { ChannelPurpose } from '../../src/contract/channel.ts';
import { CodedError } from '../../src/errors/coded-error.ts';
import { toProblem } from '../../src/errors/problem.ts';
import { decodeJson, encodeJson } from '../../src/protocol/bytes.ts';
import type { ChannelExchange } from '../../src/protocol/channel/client-channel.ts';
import {
  decodeHandshakeRequest,
  decodeMessageRequest,
  encodeHandshakeReply,
  encodeMessageReply,
} from '../../src/protocol/channel/frames.ts';
import {
  decodeChannelState,
  encodeChannelState,
  respondToHandshake,
  type ChannelState,
} from '../../src/protocol/channel/server-channel.ts';
import type { KeyPair } from '../../src/protocol/keys.ts';
import { randomBytes } from '../../src/protocol/random.ts';
import { StateSealer } from '../../src/protocol/state-sealer.ts';

export interface MemoryServerOptions {
  readonly purpose: ChannelPurpose;
  readonly serverId: string;
  readonly staticKey: KeyPair;
  readonly remoteStatic?: Uint8Array;
  readonly secretFor?: (identifier: Uint8Array) => Promise<Uint8Array>;
  /** Its result, or a promise of it. */
  readonly handle?: (request: unknown, state: ChannelState) => unknown;
}

/** The responder's side of one channel in memory: cookie, state and replies as a server keeps them, without HTTP. */
export class MemoryChannelServer {
  readonly #options: MemoryServerOptions;
  readonly #sealer = new StateSealer(randomBytes(32), 'cookie', 'channel.unknown');
  /** Every body that arrived, as an eavesdropper sees them. */
  readonly received: { readonly path: string; readonly body: Uint8Array }[] = [];
  state: ChannelState | undefined;
  /** Applied to each answer before it goes out: a lossy or hostile line. */
  onAnswer: (answer: Uint8Array, path: string) => Uint8Array = (answer) => answer;

  constructor(options: MemoryServerOptions) {
    this.#options = options;
  }

  readonly exchange: ChannelExchange = async (path, body) => {
    this.received.push({ path, body: Uint8Array.from(body) });
    const answer = await (path.endsWith('/handshake') ? this.#handshake(body) : this.#message(body));
    return this.onAnswer(answer, path);
  };

  async #handshake(body: Uint8Array): Promise<Uint8Array> {
    const frame = decodeHandshakeRequest(body);
    const { message2, state } = await respondToHandshake(frame.noise, {
      ...this.#options,
      initiatorId: frame.initiatorId,
    });
    const cookie = this.#sealer.seal(encodeJson(encodeChannelState(state, 60)));
    return encodeHandshakeReply({ cookie, noise: message2 });
  }

  async #message(body: Uint8Array): Promise<Uint8Array> {
    const frame = decodeMessageRequest(body);
    if (frame.counter === 0) {
      const cookie = decodeJson(this.#sealer.open(frame.token), 'channel.unknown');
      this.state ??= decodeChannelState(cookie).state;
    }
    const state = this.state;
    if (state === undefined) throw new CodedError('channel.unknown');
    const request = state.keys.openRequest(frame.counter, frame.ciphertext);
    const content = await answering(() => this.#options.handle?.(request, state) ?? request);
    return encodeMessageReply({ counter: frame.counter, ciphertext: state.keys.sealReply(frame.counter, content) });
  }
}

async function answering(handle: () => unknown): Promise<unknown> {
  try {
    return { result: await handle() };
  } catch (error) {
    if (error instanceof CodedError) return { problem: toProblem(error) };
    throw error;
  }
}
