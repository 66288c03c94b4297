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
import { equalBytes } from '../../../src/protocol/bytes.ts';
import {
  decodeHandshakeRequest,
  decodeMessageRequest,
  encodeHandshakeReply,
  encodeMessageReply,
} from '../../../src/protocol/channel/frames.ts';
import { cookieExpiry, respondToHandshake, type ChannelState } from '../../../src/protocol/channel/server-channel.ts';
import { sha256 } from '../../../src/protocol/hash.ts';
import type { KeyPair } from '../../../src/protocol/keys.ts';
import type { KeyLabel } from '../../../src/protocol/labels.ts';
import type { ServerClock } from '../clock.ts';
import type { SqlDatabase, SqlTransaction } from '../storage/database.ts';
import { ChannelSealer, findChannel, purgeChannels, saveChannel } from './channel-store.ts';

/** What every channel of a server shares. */
export interface ChannelServer {
  readonly serverId: string;
  readonly staticKey: KeyPair;
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
}

interface SealingServer extends ChannelServer {
  readonly sealer: ChannelSealer;
}

const purgeInterval = 60_000;

/** Serves one purpose's handshake and messages (protocol.md, "Channels"). */
export function registerChannel(app: FastifyInstance, shared: ChannelServer, definition: ChannelDefinition): void {
  const server = { ...shared, sealer: new ChannelSealer(shared.masterKey) };
  const { purpose } = definition;
  const bodyLimit = channelLimits.messageBytes + channelLimits.cookieBytes;
  app.post<{ Body: Buffer }>(handshakePath(purpose), { bodyLimit }, async (request, reply) => {
    const body = await answerHandshake(server, definition, bytesOf(request.body));
    return reply.type(channelMediaType).send(Buffer.from(body));
  });
  app.post<{ Body: Buffer }>(messagePath(purpose), { bodyLimit }, async (request, reply) => {
    const body = await answerMessage(server, definition, bytesOf(request.body), request.ip);
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
  server: SealingServer,
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
    initiatorId: frame.initiatorId,
    ...(known === undefined ? {} : { remoteStatic: known }),
    ...(secretFor === undefined ? {} : { secretFor }),
  });
  const cookie = server.sealer.seal('cookie', state, cookieExpiry(server.clock.now()));
  return encodeHandshakeReply({ cookie, noise: message2 });
}

async function answerMessage(
  server: SealingServer,
  definition: ChannelDefinition,
  body: Uint8Array,
  address: string,
): Promise<Uint8Array> {
  const frame = decodeMessageRequest(body);
  const now = server.clock.now();
  const fromCookie = frame.counter === 0 ? server.sealer.open('cookie', frame.token) : undefined;
  const id = fromCookie?.state.keys.id ?? frame.token;
  const requestHash = sha256(body);
  const row = await findChannel(server.database, id, now);
  if (row !== undefined) {
    const stored = storedReply(row, frame.counter, requestHash);
    if (stored !== undefined) return stored;
  } else if (fromCookie === undefined || fromCookie.expiresAt < now) {
    throw new CodedError('channel.unknown');
  }
  const state = row === undefined ? fromCookie?.state : server.sealer.open('channel', row.state).state;
  if (state?.purpose !== definition.purpose) throw new CodedError('channel.unknown');
  const request = state.keys.openRequest(frame.counter, frame.ciphertext);
  const decide = await decidingWith(definition, request, state, address);
  return server.database.transaction(async (tx) => {
    // Another process may have answered in the meantime: the counter is taken here, once.
    const current = await findChannel(tx, id, now);
    if (current !== undefined) {
      const stored = storedReply(current, frame.counter, requestHash);
      if (stored !== undefined) return stored;
    }
    const decision = await decided(tx, decide);
    const content = 'refuse' in decision ? { problem: toProblem(decision.refuse) } : { result: decision.result };
    const reply = encodeMessageReply({
      counter: frame.counter,
      ciphertext: state.keys.sealReply(frame.counter, content),
    });
    const strengthen = 'strengthen' in decision ? decision.strengthen : undefined;
    const next: ChannelState = {
      ...state,
      keys: strengthen === undefined ? state.keys : state.keys.strengthen(strengthen),
      context: decision.context === undefined ? state.context : decision.context,
    };
    const expiresAt = server.clock.now() + channelLimits.channelLifetime;
    const sealed = server.sealer.seal('channel', next, expiresAt);
    await saveChannel(tx, id, { state: sealed, counter: frame.counter, request_hash: requestHash, reply }, expiresAt);
    return reply;
  });
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
    return await tx.savepoint(decide);
  } catch (error) {
    return { refuse: sealable(error) };
  }
}

/** What is told inside the channel; anything that is no refusal is the server's own trouble and leaves the counter free. */
function sealable(error: unknown): CodedError {
  if (error instanceof CodedError && !hasCode(error, 'server.unavailable', 'server.internal')) return error;
  throw error;
}
