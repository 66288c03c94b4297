import { CodedError } from '../errors/coded-error.ts';
import { prologue } from './channel/channel-keys.ts';
import { concat } from './bytes.ts';
import type { KeyPair } from './keys.ts';
import { Handshake } from './noise/handshake.ts';

const paddingBytes = 256;

/**
 * A2: seals the second part to the allocation sealing key (Noise `N`), bound to the request's nonce and first part. What
 * is sealed is JSON; it is filled with spaces to a multiple of 256 bytes, so that its length does not tell the device.
 */
export function sealToKey(remoteStatic: Uint8Array, binding: Uint8Array, json: Uint8Array): Uint8Array {
  const padded = new Uint8Array(Math.ceil(json.byteLength / paddingBytes) * paddingBytes).fill(0x20);
  padded.set(json);
  return handshake('initiator', binding, { remoteStatic }).write(padded);
}

/** Gives the JSON with its filling. @throws request.malformed where it was sealed to another key or for another request. */
export function openWithKey(staticKey: KeyPair, binding: Uint8Array, sealed: Uint8Array): Uint8Array {
  try {
    return handshake('responder', binding, { staticKey }).read(sealed);
  } catch (cause) {
    throw new CodedError('request.malformed', { detail: 'the sealed part does not open', cause });
  }
}

function handshake(
  side: 'initiator' | 'responder',
  binding: Uint8Array,
  keys: { remoteStatic?: Uint8Array; staticKey?: KeyPair },
) {
  return new Handshake(side, { pattern: 'N', prologue: concat(prologue('sealed-second-part', ''), binding), ...keys });
}
