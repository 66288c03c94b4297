import type { ChannelPurpose } from '../../contract/channel.ts';
import { channelLimits } from '../../contract/channel.ts';
import { protocolVersion } from '../../contract/protocol-version.ts';
import { CodedError } from '../../errors/coded-error.ts';
import { concat, decodeJson, encodeJson, utf8 } from '../bytes.ts';
import { importSecretKey, type MacKey } from '../hash.ts';
import { deriveKey, type KeyLabel } from '../labels.ts';
import { decryptWith, encryptWith } from '../noise/cipher-state.ts';
import type { HandshakeResult } from '../noise/symmetric-state.ts';
import { channelIdBytes } from './frames.ts';

const noData = new Uint8Array(0);
const paddingBytes = 256;

/**
 * What is sealed to a key outside channels: the second part on its way through the service (A2), the admission (B4), the
 * allocation sealing key on its way from the root to an allocation server.
 */
export type SealedUse = 'sealed-second-part' | 'sealed-admission' | 'sealed-allocation-key';

/** The prologue names version, purpose and server id, each ended by a zero byte: what is agreed for one is void for another. */
export function prologue(purpose: ChannelPurpose | SealedUse, serverId: string): Uint8Array {
  return utf8(`naviterm/${protocolVersion}\0${purpose}\0${serverId}\0`);
}

/** Message 1's payload: u8 length ‖ identifier ‖ zeros, always of one length. */
export function padIdentifier(identifier: Uint8Array): Uint8Array {
  if (identifier.byteLength > channelLimits.identifierBytes - 1) throw new CodedError('channel.handshake-failed');
  const field = new Uint8Array(channelLimits.identifierBytes);
  field[0] = identifier.byteLength;
  field.set(identifier, 1);
  return field;
}

export function unpadIdentifier(field: Uint8Array): Uint8Array {
  const length = field[0] ?? 255;
  if (field.byteLength !== channelLimits.identifierBytes || length > channelLimits.identifierBytes - 1) {
    throw new CodedError('channel.handshake-failed');
  }
  if (field.subarray(1 + length).some((byte) => byte !== 0)) throw new CodedError('channel.handshake-failed');
  return field.slice(1, 1 + length);
}

/**
 * The keys of one open channel. A message's counter is its Noise nonce; request and reply of one counter belong
 * together. The contents are JSON, filled with spaces to a multiple of 256 bytes so that lengths tell little.
 */
export class ChannelKeys {
  readonly #keys: HandshakeResult;
  #exporter: MacKey | undefined;

  constructor(keys: HandshakeResult) {
    this.#keys = keys;
  }

  get handshakeHash(): Uint8Array {
    return this.#keys.handshakeHash;
  }

  get raw(): HandshakeResult {
    return this.#keys;
  }

  get id(): Uint8Array {
    return this.exportKey('channel id', channelIdBytes);
  }

  /** HKDF(exporter secret, salt = handshake hash, label): both sides have it, nobody else. */
  exportKey(label: KeyLabel, length = 32, context = ''): Uint8Array {
    this.#exporter ??= importSecretKey(this.#keys.exporterSecret);
    return deriveKey(this.#exporter, this.#keys.handshakeHash, label, length, context);
  }

  /**
   * The same channel under keys that also need `secret` (C3: the OPAQUE key, so that a stolen server key cannot relay a
   * login). Counters go on.
   */
  strengthen(secret: Uint8Array): ChannelKeys {
    const salt = this.#keys.handshakeHash;
    return new ChannelKeys({
      ...this.#keys,
      initiatorKey: deriveKey(concat(this.#keys.initiatorKey, secret), salt, 'strengthened initiator'),
      responderKey: deriveKey(concat(this.#keys.responderKey, secret), salt, 'strengthened responder'),
    });
  }

  sealRequest(counter: number, body: unknown): Uint8Array {
    return encryptWith(this.#keys.initiatorKey, counter, noData, pad(body));
  }

  openRequest(counter: number, ciphertext: Uint8Array): unknown {
    return decodeJson(decryptWith(this.#keys.initiatorKey, counter, noData, ciphertext), 'channel.message-invalid');
  }

  sealReply(counter: number, body: unknown): Uint8Array {
    return encryptWith(this.#keys.responderKey, counter, noData, pad(body));
  }

  openReply(counter: number, ciphertext: Uint8Array): unknown {
    return decodeJson(decryptWith(this.#keys.responderKey, counter, noData, ciphertext), 'channel.message-invalid');
  }
}

function pad(body: unknown): Uint8Array {
  const json = encodeJson(body);
  const length = Math.ceil(json.byteLength / paddingBytes) * paddingBytes;
  if (length + 16 > channelLimits.messageBytes) throw new CodedError('request.too-large');
  const padded = new Uint8Array(length).fill(0x20);
  padded.set(json);
  return padded;
}
