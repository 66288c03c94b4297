import { channelLimits } from '../../contract/channel.ts';
import { protocolVersion, supportedProtocolVersions } from '../../contract/protocol-version.ts';
import { CodedError } from '../../errors/coded-error.ts';
import { concat, utf8 } from '../bytes.ts';

/*
 * The four bodies of a channel. Integers are big-endian.
 *   handshake request  u8 version ‖ u8 length ‖ initiator id (KK only, otherwise length 0) ‖ Noise message 1
 *   handshake reply    u8 version ‖ u16 length ‖ cookie ‖ Noise message 2
 *   message request    u8 version ‖ u16 length ‖ token ‖ u32 counter ‖ ciphertext
 *   message reply      u8 version ‖ u32 counter ‖ ciphertext
 * The token is the cookie at counter 0 and the channel id (16 bytes) afterwards.
 */

export const channelIdBytes = 16;

export interface HandshakeRequestFrame {
  readonly initiatorId: string;
  readonly noise: Uint8Array;
}
export interface HandshakeReplyFrame {
  readonly cookie: Uint8Array;
  readonly noise: Uint8Array;
}
export interface MessageRequestFrame {
  readonly token: Uint8Array;
  readonly counter: number;
  readonly ciphertext: Uint8Array;
}
export interface MessageReplyFrame {
  readonly counter: number;
  readonly ciphertext: Uint8Array;
}

const malformed = () => new CodedError('channel.message-invalid', { detail: 'the frame is malformed' });

function open(bytes: Uint8Array): Buffer {
  if (bytes.byteLength < 2 || bytes.byteLength > channelLimits.messageBytes + channelLimits.cookieBytes)
    throw malformed();
  if (bytes[0] !== protocolVersion) {
    throw new CodedError('protocol.version-unsupported', { info: { supported: supportedProtocolVersions } });
  }
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function take(buffer: Buffer, from: number, length: number): Uint8Array {
  if (from + length > buffer.length) throw malformed();
  return new Uint8Array(buffer.subarray(from, from + length));
}

function u16(value: number): Uint8Array {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function u32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

const initiatorIdPattern = /^[a-z0-9][a-z0-9.-]{0,62}$/;
const versionByte = Uint8Array.of(protocolVersion);

export function encodeHandshakeRequest(frame: HandshakeRequestFrame): Uint8Array {
  if (frame.initiatorId !== '' && !initiatorIdPattern.test(frame.initiatorId)) throw malformed();
  const id = utf8(frame.initiatorId);
  return concat(versionByte, Uint8Array.of(id.byteLength), id, frame.noise);
}

export function decodeHandshakeRequest(bytes: Uint8Array): HandshakeRequestFrame {
  const buffer = open(bytes);
  const length = buffer.readUInt8(1);
  const initiatorId = Buffer.from(take(buffer, 2, length)).toString('utf8');
  if (length > 0 && !initiatorIdPattern.test(initiatorId)) throw malformed();
  return { initiatorId, noise: take(buffer, 2 + length, buffer.length - 2 - length) };
}

export function encodeHandshakeReply(frame: HandshakeReplyFrame): Uint8Array {
  return concat(versionByte, u16(frame.cookie.byteLength), frame.cookie, frame.noise);
}

export function decodeHandshakeReply(bytes: Uint8Array): HandshakeReplyFrame {
  const buffer = open(bytes);
  if (buffer.length < 3) throw malformed();
  const length = buffer.readUInt16BE(1);
  if (length > channelLimits.cookieBytes) throw malformed();
  return { cookie: take(buffer, 3, length), noise: take(buffer, 3 + length, Math.max(buffer.length - 3 - length, 0)) };
}

export function encodeMessageRequest(frame: MessageRequestFrame): Uint8Array {
  return concat(versionByte, u16(frame.token.byteLength), frame.token, u32(frame.counter), frame.ciphertext);
}

export function decodeMessageRequest(bytes: Uint8Array): MessageRequestFrame {
  const buffer = open(bytes);
  if (buffer.length < 3) throw malformed();
  const length = buffer.readUInt16BE(1);
  if (length > channelLimits.cookieBytes || buffer.length < 3 + length + 4) throw malformed();
  const token = take(buffer, 3, length);
  const counter = buffer.readUInt32BE(3 + length);
  // The cookie opens a channel, at counter 0 alone; every later message names the channel by its id.
  if ((counter === 0) === (length === channelIdBytes)) throw malformed();
  return { token, counter, ciphertext: take(buffer, 7 + length, buffer.length - 7 - length) };
}

export function encodeMessageReply(frame: MessageReplyFrame): Uint8Array {
  return concat(versionByte, u32(frame.counter), frame.ciphertext);
}

export function decodeMessageReply(bytes: Uint8Array): MessageReplyFrame {
  const buffer = open(bytes);
  if (buffer.length < 5) throw malformed();
  return { counter: buffer.readUInt32BE(1), ciphertext: take(buffer, 5, buffer.length - 5) };
}
