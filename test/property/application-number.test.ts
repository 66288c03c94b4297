import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newApplicationNumber, parseApplicationNumber } from '../../local-servers/portal/applications/number.ts';
import { hasLuhnDigit } from '../../local-servers/portal/forms/fields.ts';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const numbers = fc.noShrink(fc.constant(0).map(newApplicationNumber));
const places = fc.constantFrom(3, 4, 5, 6, 8, 9, 10, 11);

describe('an application number', () => {
  it('is read however people write it', () => {
    fc.assert(
      fc.property(numbers, fc.constantFrom('', ' ', '-', '‐', '　'), fc.boolean(), (number, gap, isLower) => {
        expect(number).toMatch(/^NT-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
        const spaced = number.replaceAll('-', gap).replaceAll('0', 'O').replaceAll('1', 'l');
        expect(parseApplicationNumber(isLower ? spaced.toLowerCase() : spaced)).toBe(number);
        expect(parseApplicationNumber(number.slice(3))).toBe(number);
      }),
    );
  });

  it('is refused with any one character wrong', () => {
    fc.assert(
      fc.property(numbers, places, fc.constantFrom(...alphabet.split('')), (number, place, character) => {
        fc.pre(number[place] !== character);
        expect(parseApplicationNumber(number.slice(0, place) + character + number.slice(place + 1))).toBeUndefined();
      }),
    );
  });

  it('is read from nothing else', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const parsed = parseApplicationNumber(text);
        if (parsed !== undefined) expect(parseApplicationNumber(parsed)).toBe(parsed);
      }),
    );
  });
});

describe('a card number', () => {
  it('is refused with any one digit wrong', () => {
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 11, maxLength: 18 });
    fc.assert(
      fc.property(digits, fc.nat(), fc.integer({ min: 1, max: 9 }), (start, place, change) => {
        const valid = Array.from({ length: 10 }, (_, last) => [...start, last]).filter((number) =>
          hasLuhnDigit(number.join('')),
        );
        expect(valid).toHaveLength(1);
        const wrong = [...(valid[0] ?? [])];
        const index = place % wrong.length;
        wrong[index] = ((wrong[index] ?? 0) + change) % 10;
        expect(hasLuhnDigit(wrong.join(''))).toBe(false);
      }),
    );
  });

  it.each(['4242424242424242', '4000000000000002', '4000000000009995', '5555555555554444', '378282246310005'])(
    '%s is well formed',
    (number) => expect(hasLuhnDigit(number)).toBe(true),
  );
});
