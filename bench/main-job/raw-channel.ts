import {
  channelMediaType,
  channelPatterns,
  handshakePath,
  messagePath,
  type ChannelPurpose,
} from '../../src/contract/channel.ts';
import { ChannelKeys, padIdentifier, prologue } from '../../src/protocol/channel/channel-keys.ts';
import {
  decodeHandshakeReply,
  decodeMessageReply,
  encodeHandshakeRequest,
  encodeMessageRequest,
} from '../../src/protocol/channel/frames.ts';
import { Handshake } from '../../src/protocol/noise/handshake.ts';
import { requestBytes, type HttpConnection } from '../kit/http-connection.ts';

/** Where channels lead to. */
export interface ChannelServer {
  readonly id: string;
  readonly host: string;
  readonly staticKey: Uint8Array;
}

export interface ChannelSecret {
  readonly identifier: Uint8Array;
  readonly key: Uint8Array;
}

/** A handshake whose first message is made, with its key and its first agreement. */
export class PreparedChannel {
  readonly #server: ChannelServer;
  readonly #purpose: ChannelPurpose;
  readonly #secret: ChannelSecret | undefined;
  readonly #handshake: Handshake;
  readonly #request: Uint8Array;

  constructor(server: ChannelServer, purpose: ChannelPurpose, secret?: ChannelSecret) {
    this.#server = server;
    this.#purpose = purpose;
    this.#secret = secret;
    this.#handshake = new Handshake('initiator', {
      pattern: channelPatterns[purpose],
      prologue: prologue(purpose, server.id),
      remoteStatic: server.staticKey,
    });
    const noise = this.#handshake.write(padIdentifier(secret?.identifier ?? new Uint8Array(0)));
    this.#request = post(server, handshakePath(purpose), encodeHandshakeRequest({ initiatorId: '', noise }));
  }

  async open(connection: HttpConnection): Promise<OpenChannel> {
    const reply = decodeHandshakeReply(await exchange(connection, this.#request));
    this.#handshake.read(reply.noise, this.#secret?.key);
    const keys = new ChannelKeys(this.#handshake.finish());
    return new OpenChannel(this.#server, this.#purpose, keys, reply.cookie, connection);
  }
}

/** The initiator's side of a channel on a load's connection. */
class OpenChannel {
  readonly #server: ChannelServer;
  readonly #path: string;
  readonly #connection: HttpConnection;
  #token: Uint8Array;
  #counter = 0;
  keys: ChannelKeys;

  constructor(
    server: ChannelServer,
    purpose: ChannelPurpose,
    keys: ChannelKeys,
    cookie: Uint8Array,
    connection: HttpConnection,
  ) {
    this.#server = server;
    this.#path = messagePath(purpose);
    this.keys = keys;
    this.#token = cookie;
    this.#connection = connection;
  }

  /** @throws Error where the server refuses */
  async request(body: unknown): Promise<Record<string, unknown>> {
    const ciphertext = this.keys.sealRequest(this.#counter, body);
    const frame = encodeMessageRequest({ token: this.#token, counter: this.#counter, ciphertext });
    const answer = await exchange(this.#connection, post(this.#server, this.#path, frame));
    const opened = this.keys.openReply(this.#counter, decodeMessageReply(answer).ciphertext);
    const { result } = opened as { result?: Record<string, unknown> };
    if (result === undefined) throw new Error(`refused: ${JSON.stringify(opened)}`);
    if (this.#counter === 0) this.#token = this.keys.id;
    this.#counter += 1;
    return result;
  }
}

const post = ({ host }: ChannelServer, path: string, body: Uint8Array) =>
  requestBytes({ method: 'POST', path, host, headers: { 'content-type': channelMediaType }, body });

async function exchange(connection: HttpConnection, request: Uint8Array): Promise<Uint8Array> {
  const { status, body } = await connection.exchange(request);
  if (status !== 200) throw new Error(`answered with ${status}: ${body.toString('utf8').slice(0, 500)}`);
  return body;
}
