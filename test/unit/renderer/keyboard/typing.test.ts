import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  backspace,
  cancel,
  changeForm,
  confirm,
  field,
  moveCaret,
  showCandidate,
  shown,
  takeCandidate,
  typeKana,
  typeLetter,
  typeText,
  undo,
  type Typing,
} from '../../../../renderer/keyboard/typing.ts';

const letters = (typing: Typing, romaji: string) => romaji.split('').reduce(typeLetter, typing);

describe('composing', () => {
  test('kana stand in the text while they are composed, and stay when confirmed', () => {
    const typing = letters(field('A通りB', 1), 'eki');
    expect(typing).toMatchObject({ text: 'Aえき通りB', start: 1, end: 3 });
    expect(confirm(typing)).toMatchObject({ text: 'Aえき通りB', start: 3, end: 3, composing: undefined });
  });

  test('a candidate for the beginning leaves the rest composing', () => {
    const typing = takeCandidate(letters(field(''), 'toukyoueki'), { surface: '東京', reading: 'とうきょう' });
    expect(typing.text).toBe('東京えき');
    expect(typing.composing?.reading).toBe('えき');
    expect(takeCandidate(typing, { surface: '駅', reading: 'えき' })).toMatchObject({
      text: '東京駅',
      composing: undefined,
    });
  });

  test('a conversion can be taken back before and after it was confirmed', () => {
    const typing = letters(field('', 0), 'eki');
    const showing = showCandidate(typing, { surface: '駅', reading: 'えき' });
    expect(showing.text).toBe('駅');
    expect(backspace(showing)).toEqual(typing);
    expect(cancel(showing)).toEqual(typing);
    expect(undo(confirm(showing))).toEqual(typing);
    expect(undo(typeText(confirm(showing), '1')).text).toBe('駅1');
  });

  test('typing on after a conversion takes it', () => {
    const showing = showCandidate(letters(field(''), 'eki'), { surface: '駅', reading: 'えき' });
    expect(typeKana(showing, 'の')).toMatchObject({ text: '駅の', composing: { from: 1, reading: 'の' } });
    expect(typeText(showing, '!').text).toBe('駅!');
  });

  test('a lone n is settled; other letters stay as they are', () => {
    expect(confirm(letters(field(''), 'hon')).text).toBe('ほん');
    expect(confirm(letters(field(''), 'hok')).text).toBe('ほk');
    expect(showCandidate(letters(field(''), 'hon'), { surface: '本', reading: 'ほん' }).text).toBe('本');
  });

  test('voicing and small letters', () => {
    const forms = (kana: string) => changeForm(typeKana(field(''), kana)).text;
    expect(forms('か')).toBe('が');
    expect(forms('や')).toBe('ゃ');
    expect(changeForm(changeForm(typeKana(field(''), 'は'))).text).toBe('ぱ');
    expect(forms('ん')).toBe('ん');
    expect(changeForm(field('た')).text).toBe('だ');
    expect(changeForm(field('駅')).text).toBe('駅');
  });

  test('backspace takes letters as people count them', () => {
    expect(backspace(field('か👨‍👩‍👧')).text).toBe('か');
    expect(backspace(field('abc', 1, 2)).text).toBe('ac');
    expect(backspace(field('')).text).toBe('');
    expect(backspace(letters(field(''), 'kakk')).text).toBe('かっ');
    expect(backspace(letters(field('x'), 'a'))).toMatchObject({ text: 'x', composing: undefined });
  });

  test('the caret goes over whole letters and settles what is composed', () => {
    expect(moveCaret(field('a👍'), 'left').start).toBe(1);
    expect(moveCaret(field('👍a', 0), 'right').start).toBe(2);
    expect(moveCaret(field('a'), 'right').start).toBe(1);
    expect(moveCaret(typeKana(field('a'), 'か'), 'left')).toMatchObject({
      text: 'aか',
      start: 1,
      composing: undefined,
    });
  });

  test('nothing passes the limit of a field', () => {
    expect(typeText(field('ab', 2, 2, 2), 'c').text).toBe('ab');
    expect(typeKana(field('ab', 2, 2, 2), 'か').text).toBe('ab');
    const full = typeKana(field('a', 1, 1, 2), 'か');
    expect(showCandidate(full, { surface: '火花', reading: 'か' })).toEqual(full);
  });
});

const candidate = fc.record({
  surface: fc.constantFrom('駅', '東京', '', 'カ'),
  reading: fc.constantFrom('え', 'えき', '', 'か', 'かき'),
});
type Step = { readonly name: string; readonly take: (typing: Typing) => Typing };
const step: fc.Arbitrary<Step> = fc.oneof(
  fc
    .constantFrom('か', 'え', 'き', 'ー')
    .map((kana) => ({ name: kana, take: (typing: Typing) => typeKana(typing, kana) })),
  fc
    .constantFrom('k', 'a', 'n', 'e', 'i', 's')
    .map((letter) => ({ name: letter, take: (typing: Typing) => typeLetter(typing, letter) })),
  fc.constantFrom('Q', '👍', '12').map((text) => ({ name: text, take: (typing: Typing) => typeText(typing, text) })),
  candidate.map((one) => ({ name: `show ${one.surface}`, take: (typing: Typing) => showCandidate(typing, one) })),
  candidate.map((one) => ({ name: `take ${one.surface}`, take: (typing: Typing) => takeCandidate(typing, one) })),
  fc.constantFrom<Step>(
    { name: 'backspace', take: backspace },
    { name: 'form', take: changeForm },
    { name: 'confirm', take: confirm },
    { name: 'cancel', take: cancel },
    { name: 'undo', take: undo },
    { name: 'left', take: (typing) => moveCaret(typing, 'left') },
    { name: 'right', take: (typing) => moveCaret(typing, 'right') },
  ),
);

describe('any sequence of keys', () => {
  const start = fc
    .tuple(fc.constantFrom('', '東京駅', 'a👍b'), fc.nat(4), fc.nat(4), fc.constantFrom(4, 8, Infinity))
    .map(([text, a, b, limit]) => field(text, Math.min(a, text.length), Math.min(Math.max(a, b), text.length), limit));

  test('keeps the composing text where it says, and the selection inside the text', () => {
    fc.assert(
      fc.property(start, fc.array(step, { maxLength: 40 }), (first, steps) => {
        let typing = first;
        for (const { take } of steps) {
          typing = take(typing);
          expect(typing.start).toBeGreaterThanOrEqual(0);
          expect(typing.end).toBeGreaterThanOrEqual(typing.start);
          expect(typing.end).toBeLessThanOrEqual(typing.text.length);
          expect(typing.text.length).toBeLessThanOrEqual(Math.max(typing.limit, first.text.length));
          if (typing.composing === undefined) continue;
          const text = shown(typing.composing);
          expect(text).not.toBe('');
          expect([typing.start, typing.end]).toEqual([typing.composing.from, typing.composing.from + text.length]);
          expect(typing.text.slice(typing.start, typing.end)).toBe(text);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('loses nothing that was committed: only backspace takes from outside what is composed or selected', () => {
    fc.assert(
      fc.property(start, fc.array(step, { maxLength: 40 }), (first, steps) => {
        let typing = first;
        for (const { name, take } of steps) {
          const before = typing;
          typing = take(typing);
          if (name === 'backspace' || name === 'form' || name === 'undo') continue;
          expect(typing.text.startsWith(before.text.slice(0, before.start))).toBe(true);
          expect(typing.text.endsWith(before.text.slice(before.end))).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});
