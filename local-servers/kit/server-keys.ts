import { keyId, type KeyPair } from '../../src/protocol/keys.ts';
import type { ServerClock } from './clock.ts';

/** The two keys of a server that signed documents name together. */
export interface ServerKeys {
  /** X25519: channels. */
  readonly staticKey: KeyPair;
  /** Ed25519: documents. */
  readonly signingKey: KeyPair;
}

/** Keys that a server answers to besides those that it calls its own. */
export interface OtherKeys extends ServerKeys {
  /** By the server's own clock; absent while their successors, or they themselves, are not announced yet. */
  readonly until?: number;
}

/** A2: opens what terminals have sealed to it, until then by the server's own clock; without a time while it is the newest. */
export interface SealingKey {
  readonly key: KeyPair;
  readonly until?: number;
}

/**
 * Everything that a server answers to while its keys are being replaced: who has not heard of the new ones finds it under
 * the old ones, for a grace time.
 */
export interface KeyHolder extends ServerKeys {
  readonly otherKeys?: readonly OtherKeys[];
  readonly clock: ServerClock;
}

export const isOver = ({ until }: Pick<OtherKeys, 'until'>, now: number): boolean =>
  until !== undefined && until <= now;

export function otherStaticKeys({ otherKeys = [], clock }: Pick<KeyHolder, 'otherKeys' | 'clock'>): KeyPair[] {
  return otherKeys.filter((keys) => !isOver(keys, clock.now())).map(({ staticKey }) => staticKey);
}

/** Whose signature, under any of the keys, counts as the server's own. */
export function verifyingKeys({ signingKey, otherKeys = [], clock }: Omit<KeyHolder, 'staticKey'>): Uint8Array[] {
  const others = otherKeys.filter((keys) => !isOver(keys, clock.now()));
  return [signingKey, ...others.map((keys) => keys.signingKey)].map(({ publicKey }) => publicKey);
}

/** What goes with the static key that a channel was opened to: whoever knows that one expects this signature. */
export function signingKeyFor(
  { signingKey, otherKeys = [] }: Omit<KeyHolder, 'staticKey'>,
  staticKeyId: string,
): KeyPair {
  const pair = otherKeys.find(({ staticKey }) => keyId(staticKey.publicKey) === staticKeyId);
  return pair?.signingKey ?? signingKey;
}
