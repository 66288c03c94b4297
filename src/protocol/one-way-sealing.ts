import { CodedError } from '../errors/coded-error.ts';
import { prologue, type SealedUse } from './channel/channel-keys.ts';
import { concat } from './bytes.ts';
import type { KeyPair } from './keys.ts';
import { Handshake } from './noise/handshake.ts';

const paddingBytes = 256;
/** One Noise message (revision 34, section 3) without its key and tag. */
const longest = 65_535 - 32 - 16;

/**
 * Seals JSON to a server's X25519 key (Noise `N`), bound to the one request that it travels with. It is filled with spaces
 * to a multiple of 256 bytes, so that its length does not tell the device.
 */
export function sealToKey(use: SealedUse, remoteStatic: Uint8Array, binding: Uint8Array, json: Uint8Array): Uint8Array {
  const padded = new Uint8Array(Math.ceil(json.byteLength / paddingBytes) * paddingBytes).fill(0x20);
  padded.set(json);
  if (padded.byteLength > longest) throw new CodedError('request.too-large');
  return handshake('initiator', use, binding, { remoteStatic }).write(padded);
}

/** Gives the JSON with its filling. @throws request.malformed where it was sealed to another key or for another request. */
export function openWithKey(use: SealedUse, staticKey: KeyPair, binding: Uint8Array, sealed: Uint8Array): Uint8Array {
  try {
    return handshake('responder', use, binding, { staticKey }).read(sealed);
  } catch (cause) {
    throw new CodedError('request.malformed', { detail: 'the sealed part does not open', cause });
  }
}

function handshake(
  side: 'initiator' | 'responder',
  use: SealedUse,
  binding: Uint8Array,
  keys: { remoteStatic?: Uint8Array; staticKey?: KeyPair },
) {
  return new Handshake(side, { pattern: 'N', prologue: concat(prologue(use, ''), binding), ...keys });
}
