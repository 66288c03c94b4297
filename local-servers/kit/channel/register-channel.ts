import type { FastifyInstance } from 'fastify';
import {
  channelLimits,
  channelMediaType,
  channelPatterns,
  handshakePath,
  messagePath,
  type ChannelPurpose,
} from '../../../src/contract/channel.ts';
import { CodedError, hasCode } from '../../../src/errors/coded-error.ts';
import { toProblem } from '../../../src/errors/problem.ts';
import {
  decodeHandshakeRequest,
  decodeMessageRequest,
  encodeHandshakeReply,
  encodeMessageReply,
} from '../../../src/protocol/channel/frames.ts';
import { respondToHandshake, type ChannelState } from '../../../src/protocol/channel/server-channel.ts';
import { sha256 } from '../../../src/protocol/hash.ts';
import type { KeyPair } from '../../../src/protocol/keys.ts';
import type { KeyLabel } from '../../../src/protocol/labels.ts';
import type { ServerClock } from '../clock.ts';
import { otherStaticKeys, type OtherKeys } from '../server-keys.ts';
import type { SqlDatabase, SqlTransaction } from '../storage/database.ts';
import { ChannelStates } from './channel-states.ts';
import { purgeChannels } from './channel-store.ts';

/** What every channel of a server shares. */
export interface ChannelServer {
  readonly serverId: string;
  readonly staticKey: KeyPair;
  /** Keys that it also answers to. */
  readonly otherKeys?: readonly OtherKeys[];
  /** Seals cookies and channel rows; the same in all processes of the server. */
  readonly masterKey: Uint8Array;
  readonly database: SqlDatabase;
  readonly clock: ServerClock;
}

/** One message as its handler sees it. */
export interface ChannelCall {
  /** What message 1 hid. */
  readonly identifier: Uint8Array;
  /** KK: the directory id of the server that calls. */
  readonly initiatorId: string;
  /** Key id of this server's static key that the initiator knew. */
  readonly staticKeyId: string;
  /** What the last decision left; null at first. */
  readonly context: unknown;
  readonly handshakeHash: Uint8Array;
  /** Address that the server sees. */
  readonly address: string;
  exportKey(label: KeyLabel, length?: number, context?: string): Uint8Array;
}

/** What a message leads to: a result, or a refusal whose writes stay. */
export type Decision =
  | { readonly result: unknown; readonly context?: unknown; readonly strengthen?: Uint8Array }
  | { readonly refuse: CodedError; readonly context?: unknown };

/** Runs in the transaction that also records the reply: a decision and its answer stand or fall together. */
export type Decide = (tx: SqlTransaction) => Promise<Decision>;

export interface ChannelDefinition {
  readonly purpose: ChannelPurpose;
  /** NKpsk2: the secret of an identifier; for an unknown one a random secret after the same work. */
  readonly secretFor?: (identifier: Uint8Array) => Promise<Uint8Array>;
  /** KK: the caller's static key, or undefined where the directory does not have it. */
  readonly remoteStaticOf?: (initiatorId: string) => Uint8Array | undefined;
  /**
   * Slow work that changes nothing, then the decision. A CodedError, thrown here or in the decision, goes back sealed
   * and takes the decision's writes with it.
   */
  readonly handle: (request: unknown, call: ChannelCall) => Promise<Decide>;
  /** The channel is over with its first reply: nothing of it is kept but that. */
  readonly oneMessage?: true;
}

const purgeInterval = 60_000;

/** Serves one purpose's handshake and messages (protocol.md, "Channels"). */
export function registerChannel(app: FastifyInstance, server: ChannelServer, definition: ChannelDefinition): void {
  const { purpose } = definition;
  const states = new ChannelStates(server, definition);
  const bodyLimit = channelLimits.messageBytes + channelLimits.cookieBytes;
  app.post<{ Body: Buffer }>(handshakePath(purpose), { bodyLimit }, async (request, reply) => {
    const body = await answerHandshake(server, states, definition, bytesOf(request.body));
    return reply.type(channelMediaType).send(Buffer.from(body));
  });
  app.post<{ Body: Buffer }>(messagePath(purpose), { bodyLimit }, async (request, reply) => {
    const body = await answerMessage(server, states, definition, bytesOf(request.body), request.ip);
    return reply.type(channelMediaType).send(Buffer.from(body));
  });
  const purge = setInterval(() => {
    purgeChannels(server.database, server.clock.now()).catch((error: unknown) =>
      app.log.error(error, 'purging channels'),
    );
  }, purgeInterval);
  purge.unref();
  app.addHook('onClose', async () => clearInterval(purge));
}

function bytesOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  throw new CodedError('channel.message-invalid', { detail: `the body must be ${channelMediaType}` });
}

async function answerHandshake(
  server: ChannelServer,
  states: ChannelStates,
  definition: ChannelDefinition,
  body: Uint8Array,
): Promise<Uint8Array> {
  const frame = decodeHandshakeRequest(body);
  const { purpose, secretFor, remoteStaticOf } = definition;
  const known = channelPatterns[purpose] === 'KK' ? remoteStaticOf?.(frame.initiatorId) : undefined;
  if (channelPatterns[purpose] === 'KK' && known === undefined) throw new CodedError('channel.handshake-failed');
  const { message2, state } = await respondToHandshake(frame.noise, {
    purpose,
    serverId: server.serverId,
    staticKey: server.staticKey,
    otherStaticKeys: otherStaticKeys(server),
    initiatorId: frame.initiatorId,
    ...(known === undefined ? {} : { remoteStatic: known }),
    ...(secretFor === undefined ? {} : { secretFor }),
  });
  return encodeHandshakeReply({ cookie: states.cookie(state), noise: message2 });
}

async function answerMessage(
  { database, clock }: ChannelServer,
  states: ChannelStates,
  definition: ChannelDefinition,
  body: Uint8Array,
  address: string,
): Promise<Uint8Array> {
  const message = await states.open(decodeMessageRequest(body), sha256(body));
  if ('reply' in message) return message.reply;
  const { counter, state, request } = message;
  const decide = await decidingWith(definition, request, state, address);
  let next = state;
  const reply = await database.transaction(async (tx) => {
    // Another process may have answered in the meantime: the counter is taken here, once.
    const given = await states.answered(tx, message);
    if (given !== undefined) return given;
    const decision = await decided(tx, decide);
    const content = 'refuse' in decision ? { problem: toProblem(decision.refuse) } : { result: decision.result };
    const made = encodeMessageReply({ counter, ciphertext: state.keys.sealReply(counter, content) });
    const strengthen = 'strengthen' in decision ? decision.strengthen : undefined;
    next = {
      ...state,
      keys: strengthen === undefined ? state.keys : state.keys.strengthen(strengthen),
      context: decision.context === undefined ? state.context : decision.context,
    };
    await states.save(tx, message, {
      state: next,
      reply: made,
      expiresAt: clock.now() + channelLimits.channelLifetime,
    });
    return made;
  });
  if (next !== state) states.remember(message, next);
  return reply;
}

async function decidingWith(
  definition: ChannelDefinition,
  request: unknown,
  state: ChannelState,
  address: string,
): Promise<Decide> {
  try {
    return await definition.handle(request, {
      identifier: state.identifier,
      initiatorId: state.initiatorId,
      staticKeyId: state.staticKeyId,
      context: state.context,
      handshakeHash: state.keys.handshakeHash,
      address,
      exportKey: (label, length, context) => state.keys.exportKey(label, length, context),
    });
  } catch (error) {
    const refusal = sealable(error);
    return async () => ({ refuse: refusal });
  }
}

async function decided(tx: SqlTransaction, decide: Decide): Promise<Decision> {
  try {
    return await decide(tx);
  } catch (error) {
    const refuse = sealable(error);
    // Up to here only the decision has written; its refusal is recorded below.
    await tx.undo();
    return { refuse };
  }
}

/** What is told inside the channel; anything that is no refusal is the server's own trouble and leaves the counter free. */
function sealable(error: unknown): CodedError {
  if (error instanceof CodedError && !hasCode(error, 'server.unavailable', 'server.internal')) return error;
  throw error;
}
