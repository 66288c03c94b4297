import { randomBytes } from '../../../src/protocol/random.ts';

/** Crockford's base 32: no I, L, O or U, so that nothing is misread. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const radix = alphabet.length;
const randomCharacters = 7;

/** A new number, e.g. `NT-7KQ4-M2XD`: seven random characters (35 bits) and a check character. */
export function newApplicationNumber(): string {
  // 256 is a multiple of 32, so every character is equally likely.
  const digits = Array.from(randomBytes(randomCharacters), (byte) => byte % radix);
  return spell([...digits, checkDigit(digits)]);
}

/**
 * Reads a number as people write it: any case, any spacing, I and L for 1, O for 0.
 * Undefined where it is none, or has a slip of the pen in it (any one wrong character; most swapped neighbours).
 */
export function parseApplicationNumber(text: string): string | undefined {
  const compact = text
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s\u2010-\u2015\u2212-]/g, '');
  const characters = compact
    .replace(/^NT(?=.{8}$)/, '')
    .replaceAll(/[IL]/g, '1')
    .replaceAll('O', '0')
    .split('');
  const digits = characters.map((character) => alphabet.indexOf(character));
  if (digits.length !== randomCharacters + 1 || digits.includes(-1)) return undefined;
  return checkDigit(digits.slice(0, -1)) === digits.at(-1) ? spell(digits) : undefined;
}

function spell(digits: readonly number[]): string {
  const text = digits.map((digit) => alphabet[digit]).join('');
  return `NT-${text.slice(0, 4)}-${text.slice(4)}`;
}

/** The hybrid system of ISO 7064 for 32 characters (MOD 33,32). */
function checkDigit(digits: readonly number[]): number {
  let product = radix;
  for (const digit of digits) {
    const sum = (product + digit) % radix;
    product = ((sum === 0 ? radix : sum) * 2) % (radix + 1);
  }
  return (radix + 1 - product) % radix;
}
