import { describe, expect, test } from 'vitest';
import { settle, spell } from '../../../../renderer/keyboard/romaji.ts';

/** Types letter by letter, as a keyboard does. */
function typed(letters: string): string {
  let kana = '';
  let rest = '';
  for (const letter of letters) {
    const spelled = spell(rest + letter);
    kana += spelled.kana;
    rest = spelled.rest;
  }
  return kana + settle(rest);
}

describe('romaji', () => {
  test.each([
    ['toukyou', 'とうきょう'],
    ['shinjuku', 'しんじゅく'],
    ['sinnjuku', 'しんじゅく'],
    ['kippu', 'きっぷ'],
    ['matcha', 'まっちゃ'],
    ['macchi', 'まっち'],
    ['hon', 'ほん'],
    ["ken'ichi", 'けんいち'],
    ['konnnichiha', 'こんにちは'],
    ['sanpo', 'さんぽ'],
    ['ra-men', 'らーめん'],
    ['fairu', 'ふぁいる'],
    ['thi-', 'てぃー'],
    ['xtsu', 'っ'],
    ['ltu', 'っ'],
    ['xya', 'ゃ'],
    ['vaiorin', 'ゔぁいおりん'],
    ['tsu', 'つ'],
    ['dhi', 'でぃ'],
    ['Kyoto', 'きょと'],
    ['tco', 'tこ'],
    ['1', '1'],
  ])('%s is %s', (letters, kana) => {
    expect(typed(letters)).toBe(kana);
  });

  test('letters that may become more wait', () => {
    expect(spell('n')).toEqual({ kana: '', rest: 'n' });
    expect(spell('ny')).toEqual({ kana: '', rest: 'ny' });
    expect(spell('kk')).toEqual({ kana: 'っ', rest: 'k' });
  });
});
