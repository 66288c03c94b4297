import { CodedError } from '../errors/coded-error.ts';
import { openForSession, sealForSession } from '../protocol/session-sealing.ts';
import { regionKeyBytes } from './chunks/sealing.ts';

const maxSealedRegionKeyBytes = 256;

/** C5, G1: the body of the answer that delivers a region's key; the region's id is bound in. */
export function sealRegionKey(audienceKey: Uint8Array, regionId: string, regionKey: Uint8Array): Uint8Array {
  return sealForSession(audienceKey, 'region key delivery', regionId, regionKey);
}

/** @throws network.answer-invalid */
export function openRegionKey(audienceKey: Uint8Array, regionId: string, sealed: Uint8Array): Uint8Array {
  const key = openForSession(audienceKey, 'region key delivery', regionId, sealed, maxSealedRegionKeyBytes);
  if (key.byteLength === regionKeyBytes) return key;
  throw new CodedError('network.answer-invalid', { detail: `a region key has ${regionKeyBytes} bytes` });
}
