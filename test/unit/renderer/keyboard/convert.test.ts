import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { candidatesFor, cheapestRow } from '../../../../renderer/keyboard/convert.ts';
import { dictionaryOf } from '../../../../renderer/keyboard/dictionary.ts';

const packed = readFileSync(new URL('../../../../renderer/keyboard/dictionary/words.tsv.gz', import.meta.url));
const dictionary = dictionaryOf(gunzipSync(packed).toString());

const surfaces = (reading: string, known: string[] = []) =>
  candidatesFor(reading, dictionary, known).map(({ surface }) => surface);

describe('kana to kanji', () => {
  test.each([
    ['とうきょう', '東京'],
    ['とうきょうえき', '東京駅'],
    ['しぶやく', '渋谷区'],
    ['とうきょうとしんじゅくく', '東京都新宿区'],
    ['さっぽろしちゅうおうく', '札幌市中央区'],
    ['きょうとし', '京都市'],
    ['よこはま', '横浜'],
    ['なりたくうこう', '成田空港'],
    ['ちゅうしゃじょう', '駐車場'],
    ['びょういん', '病院'],
    ['がっこうのまえ', '学校の前'],
    ['がそりんすたんど', 'ガソリンスタンド'],
    ['たなか', '田中'],
    ['くるま', '車'],
    ['ひがし', '東'],
  ])('%s is first of all %s', (reading, surface) => {
    expect(surfaces(reading)[0]).toBe(surface);
  });

  test('kana are always offered as they are, and in katakana', () => {
    expect(surfaces('ぴぴぴぴ')).toEqual(expect.arrayContaining(['ぴぴぴぴ', 'ピピピピ']));
    expect(candidatesFor('えき', undefined).map(({ surface }) => surface)).toEqual(['エキ', 'えき']);
  });

  test('names that are known to read so come first', () => {
    expect(surfaces('しんじゅくぎょえん', ['新宿御苑'])[0]).toBe('新宿御苑');
  });

  test('words that begin so, and words for the beginning, are offered too', () => {
    expect(surfaces('おおさかじ')).toContain('大阪城');
    const part = candidatesFor('えきぜぜぜ', dictionary).find(({ surface }) => surface === '駅');
    expect(part?.reading).toBe('えき');
  });

  test('every candidate stands for a beginning of the reading, and none comes twice', () => {
    const kana = fc.constantFrom(
      ...'あいうえおかきくけこさしすせそたちつてとなにのはひまみやゆよらりるろわをん'.split(''),
    );
    fc.assert(
      fc.property(fc.array(kana, { minLength: 1, maxLength: 14 }), (letters) => {
        const reading = letters.join('');
        const found = candidatesFor(reading, dictionary);
        for (const candidate of found) {
          expect(candidate.surface).not.toBe('');
          expect(reading.startsWith(candidate.reading)).toBe(true);
        }
        const keys = found.map((one) => `${one.reading} ${one.surface}`);
        expect(new Set(keys).size).toBe(keys.length);
      }),
      { numRuns: 60 },
    );
  });

  test('a long row is found in the time of a key press', () => {
    const before = performance.now();
    cheapestRow('とうきょうとしんじゅくくにししんじゅくにちょうめはちばんいちごうとちょうまえ', dictionary);
    expect(performance.now() - before).toBeLessThan(150);
  });
});

describe('a dictionary', () => {
  test('reads exact words and beginnings, the usual ones first', () => {
    const small = dictionaryOf('えき\tC駅\tF液\nえきいん\tD駅員\nえきまえ\tB駅前\nえび\tA*\n');
    expect(small.exact('えき').map(({ surface }) => surface)).toEqual(['駅', '液']);
    expect(small.exact('えび')[0]).toEqual({ reading: 'えび', surface: 'エビ', cost: 0 });
    expect(small.exact('え')).toEqual([]);
    expect(small.beginning('えき', 5).map(({ surface }) => surface)).toEqual(['駅前', '駅員']);
    expect(small.beginning('えき', 1)).toHaveLength(1);
    expect(dictionaryOf('').exact('え')).toEqual([]);
  });
});
