import { Type } from 'typebox';
import { channelLimits, channelPatterns, type ChannelPurpose } from '../../contract/channel.ts';
import { check } from '../../contract/check.ts';
import { Bytes, BytesUpTo } from '../../contract/primitives.ts';
import { CodedError, hasCode } from '../../errors/coded-error.ts';
import { fromBase64url, toBase64url } from '../bytes.ts';
import { keyId, type KeyPair } from '../keys.ts';
import { Handshake } from '../noise/handshake.ts';
import { ChannelKeys, prologue, unpadIdentifier } from './channel-keys.ts';

/** What a server must remember of a channel between messages; sealed wherever it is kept. */
export interface ChannelState {
  readonly purpose: ChannelPurpose;
  /** What message 1 hid (device id, access key id); empty where it hid nothing. */
  readonly identifier: Uint8Array;
  /** KK: the directory id of the caller; otherwise empty. */
  readonly initiatorId: string;
  /** Key id of the static key that the handshake was made to. */
  readonly staticKeyId: string;
  readonly keys: ChannelKeys;
  /** The conversation's own state, as JSON; null at its start. */
  readonly context: unknown;
}

export interface RespondOptions {
  readonly purpose: ChannelPurpose;
  readonly serverId: string;
  readonly staticKey: KeyPair;
  /** Keys that it had before, and is still asked under by those who have not heard of the present one. */
  readonly otherStaticKeys?: readonly KeyPair[];
  readonly initiatorId: string;
  /** KK: the caller's key, from the directory. */
  readonly remoteStatic?: Uint8Array;
  /** NKpsk2: the secret of an identifier. Never fails for an unknown one: it gives a random secret then. */
  readonly secretFor?: (identifier: Uint8Array) => Promise<Uint8Array>;
}

/** Answers message 1. Nothing durable changes: the state goes out as a cookie. @throws channel.handshake-failed */
export async function respondToHandshake(
  message1: Uint8Array,
  options: RespondOptions,
): Promise<{ message2: Uint8Array; state: ChannelState }> {
  const { purpose, initiatorId, secretFor } = options;
  const { handshake, payload, staticKey } = readMessage1(message1, options);
  const identifier = unpadIdentifier(payload);
  const psk = secretFor === undefined ? undefined : await secretFor(identifier);
  const message2 = handshake.write(new Uint8Array(0), psk);
  const keys = new ChannelKeys(handshake.finish());
  return {
    message2,
    state: { purpose, identifier, initiatorId, staticKeyId: keyId(staticKey.publicKey), keys, context: null },
  };
}

/** Only the key that message 1 was made for reads it. */
function readMessage1(
  message1: Uint8Array,
  { purpose, serverId, staticKey: present, otherStaticKeys = [], remoteStatic }: RespondOptions,
): { handshake: Handshake; payload: Uint8Array; staticKey: KeyPair } {
  const attempt = (staticKey: KeyPair) => {
    const handshake = new Handshake('responder', {
      pattern: channelPatterns[purpose],
      prologue: prologue(purpose, serverId),
      staticKey,
      ...(remoteStatic === undefined ? {} : { remoteStatic }),
    });
    return { handshake, payload: handshake.read(message1), staticKey };
  };
  for (const [index, other] of [present, ...otherStaticKeys].entries()) {
    try {
      return attempt(other);
    } catch (error) {
      if (index === otherStaticKeys.length || !hasCode(error, 'channel.handshake-failed')) throw error;
    }
  }
  throw new CodedError('channel.handshake-failed');
}

/** JSON form for cookies and stores; `expiresAt` in the server's own seconds. */
export function encodeChannelState(state: ChannelState, expiresAt: number): unknown {
  const { initiatorKey, responderKey, handshakeHash, exporterSecret } = state.keys.raw;
  return [
    state.purpose,
    toBase64url(state.identifier),
    state.initiatorId,
    [initiatorKey, responderKey, handshakeHash, exporterSecret].map(toBase64url),
    state.context,
    expiresAt,
    state.staticKeyId,
  ];
}

const EncodedChannelState = Type.Tuple([
  Type.String({ maxLength: 64 }),
  BytesUpTo(channelLimits.identifierBytes),
  Type.String({ maxLength: 63 }),
  Type.Tuple([Bytes(32), Bytes(32), Bytes(32), Bytes(32)]),
  Type.Unknown(),
  Type.Number(),
  Type.String({ maxLength: 22 }),
]);

/** Reads what `encodeChannelState` wrote. @throws channel.unknown */
export function decodeChannelState(value: unknown): { state: ChannelState; expiresAt: number } {
  const [purpose, identifier, initiatorId, keys, context, expiresAt, staticKeyId] = check(
    EncodedChannelState,
    value,
    'channel.unknown',
  );
  if (!isPurpose(purpose)) throw new CodedError('channel.unknown');
  const bytes = (text: string) => fromBase64url(text, 'channel.unknown');
  const channelKeys = new ChannelKeys({
    initiatorKey: bytes(keys[0]),
    responderKey: bytes(keys[1]),
    handshakeHash: bytes(keys[2]),
    exporterSecret: bytes(keys[3]),
  });
  const state = { purpose, identifier: bytes(identifier), initiatorId, staticKeyId, keys: channelKeys, context };
  return { state, expiresAt };
}

const isPurpose = (text: string): text is ChannelPurpose => Object.hasOwn(channelPatterns, text);

/** When a cookie made now stops opening a new channel. */
export const cookieExpiry = (now: number): number => now + channelLimits.cookieLifetime;
