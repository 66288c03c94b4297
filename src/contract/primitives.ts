import { Type } from 'typebox';

/** Bytes as base64url without padding (RFC 4648, section 5), of an exact length in bytes. */
export function Bytes(length: number) {
  const characters = Math.ceil((length * 8) / 6);
  return Type.String({ pattern: `^[A-Za-z0-9_-]{${characters}}$` });
}

/** Bytes as base64url without padding, `maximum` bytes at most. */
export function BytesUpTo(maximum: number) {
  return Type.String({ pattern: '^[A-Za-z0-9_-]*$', maxLength: Math.ceil((maximum * 8) / 6) });
}

/** The name of a server, service or maker as the directory and the rules write it. */
export const ServerId = Type.String({ pattern: '^[a-z0-9][a-z0-9.-]{0,62}$' });

/** A duration in seconds that remains; never a point in time. */
export const Seconds = Type.Number({ minimum: 0, maximum: 315_360_000 });

export const MakerId = Type.String({ minLength: 1, maxLength: 64, pattern: '^[\\x21-\\x7e]+$' });
export const ModelId = Type.String({ minLength: 1, maxLength: 64, pattern: '^[\\x21-\\x7e]+$' });
/** What the maker printed on the device (the serial). */
export const HardwareNumber = Type.String({ minLength: 1, maxLength: 64, pattern: '^[\\x21-\\x7e]+$' });

export const HttpUrl = Type.String({ pattern: '^https?://[^\\s/?#@]+(/[^\\s?#]*)?$', maxLength: 300 });

/** A fresh random value of 32 bytes that one side chooses and the other must return or sign. */
export const Nonce = Bytes(32);
