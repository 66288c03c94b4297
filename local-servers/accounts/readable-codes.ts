import { randomBytes } from '../../src/protocol/random.ts';

/** Crockford's base 32: no I, L, O or U, so that it can be read aloud and typed back. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** `length` random characters of 5 bits each. */
function characters(length: number): string {
  return Array.from(randomBytes(length), (byte) => alphabet.charAt(byte & 31)).join('');
}

function groups(count: number, length: number): string {
  return Array.from({ length: count }, () => characters(length)).join('-');
}

/** 100 bits: out of reach of guessing, even without slowing. */
export const createPassword = (): string => groups(4, 5);
/** 60 bits. */
export const createLicenceNumber = (): string => `NL-${groups(3, 4)}`;
/** 40 bits: no secret, only to be told apart. */
export const createUserId = (): string => `u-${characters(8).toLowerCase()}`;

/** The same licence number however it was typed: case, hyphens, and the letters that Crockford's base 32 leaves out. */
export function normaliseLicenceNumber(typed: string): string {
  return typed
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
}
