// Kana and romaji, brought to one spelling in Latin letters: Kunrei-shiki without long vowels. It is nobody's
// transcription, but しぶや, シブヤ, shibuya, sibuya and half-typed sibu meet in it.

const rows: Readonly<Record<string, string>> = {
  '': 'あいうえお',
  k: 'かきくけこ',
  s: 'さしすせそ',
  t: 'たちつてと',
  n: 'なにぬねの',
  h: 'はひふへほ',
  m: 'まみむめも',
  r: 'らりるれろ',
  g: 'がぎぐげご',
  z: 'ざじずぜぞ',
  d: 'だぢづでど',
  b: 'ばびぶべぼ',
  p: 'ぱぴぷぺぽ',
};
const others: Readonly<Record<string, string>> = {
  や: 'ya',
  ゆ: 'yu',
  よ: 'yo',
  わ: 'wa',
  ゐ: 'i',
  ゑ: 'e',
  // The particle and the modern sound; a reading never needs it apart.
  を: 'o',
  ん: 'n',
  ゔ: 'bu',
  ゕ: 'ka',
  ゖ: 'ke',
  ぢ: 'zi',
  づ: 'zu',
};
const smallY: Readonly<Record<string, string>> = { ゃ: 'a', ゅ: 'u', ょ: 'o', ゎ: 'a' };
const smallVowels: Readonly<Record<string, string>> = { ぁ: 'a', ぃ: 'i', ぅ: 'u', ぇ: 'e', ぉ: 'o' };

const syllables: ReadonlyMap<string, string> = new Map([
  ...Object.entries(rows).flatMap(([consonant, kana]) =>
    Array.from(kana, (sign, index): [string, string] => [sign, consonant + ('aiueo'[index] ?? '')]),
  ),
  ...Object.entries(others),
]);

/** Katakana as hiragana; everything else stays. */
export function toHiragana(text: string): string {
  return text.replaceAll(/[ァ-ヶ]/gu, (sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) - 0x60));
}

export function isKana(text: string): boolean {
  return /^[ぁ-ゖァ-ヺー]+$/u.test(text);
}

export function isKatakana(text: string): boolean {
  return /^[ァ-ヺー]+$/u.test(text);
}

/** Whether a text has signs that are written without spaces between words. */
export function hasJapanese(text: string): boolean {
  return /[\p{Script=Han}ぁ-ゖァ-ヺ々]/u.test(text);
}

/** The moras of kana, each in the one spelling; small signs belong to the one before them. */
export function moras(kana: string): string[] {
  const found: string[] = [];
  let doubled = false;
  for (const sign of toHiragana(kana)) {
    const last = found.at(-1) ?? '';
    if (sign === 'っ') {
      doubled = true;
    } else if (sign in smallY && last !== '') {
      found[found.length - 1] = palatal(last, smallY[sign] ?? '');
    } else if (sign in smallVowels && last !== '') {
      found[found.length - 1] = withVowel(last, smallVowels[sign] ?? '');
    } else if (sign !== 'ー') {
      const syllable = syllables.get(sign) ?? smallVowels[sign] ?? (sign in smallY ? `y${smallY[sign] ?? ''}` : '');
      found.push(doubled ? `${syllable[0] ?? ''}${syllable}` : syllable);
      doubled = false;
    }
  }
  return found;
}

const palatal = (syllable: string, vowel: string) => `${syllable.slice(0, -1)}y${vowel}`;

/** Foreign sounds: ファ, ティ, シェ, ウィ. */
function withVowel(syllable: string, vowel: string): string {
  if (syllable === 'u') return `w${vowel}`;
  const consonant = syllable.slice(0, -1);
  return /(?:si|ti|zi)$/u.test(syllable) ? `${consonant}y${vowel}` : consonant + vowel;
}

/** The one spelling of so many moras. */
export function kanaToLatin(parts: readonly string[]): string {
  return shortened(parts.join(''));
}

/** The one spelling of a word in kana; signs that have no sound by themselves stay. */
export function soundOf(kana: string): string {
  const latin = kanaToLatin(moras(kana));
  return latin === '' ? kana : latin;
}

/** The one spelling of romaji, Hepburn or Kunrei, folded to lower case without marks; also of a beginning of it. */
export function romajiToLatin(romaji: string): string {
  const kunrei = romaji
    .replaceAll('tch', 'cch')
    .replaceAll('dz', 'z')
    .replaceAll(/c(?=ch)/gu, 't')
    .replaceAll(/(?:shi|sh$)/gu, (found) => (found === 'shi' ? 'si' : 's'))
    .replaceAll(/sh(?=[aueo])/gu, 'sy')
    .replaceAll(/(?:chi|ch$)/gu, (found) => (found === 'chi' ? 'ti' : 't'))
    .replaceAll(/ch(?=[aueo])/gu, 'ty')
    .replaceAll(/ts(?=u|$)/gu, 't')
    .replaceAll(/j(?=i|$)/gu, 'z')
    .replaceAll(/jy?(?=[aueo])/gu, 'zy')
    .replaceAll(/du/gu, 'zu')
    .replaceAll(/m(?=[bp])/gu, 'n')
    .replaceAll('f', 'h')
    .replaceAll('v', 'b')
    .replaceAll('l', 'r')
    .replaceAll(/wo/gu, 'o')
    // Hepburn for passports writes a long o as oh.
    .replaceAll(/oh(?=[^aiueoy]|$)/gu, 'o');
  return shortened(kunrei);
}

const shortened = (latin: string) => latin.replaceAll(/ou|oo/gu, 'o').replaceAll(/([aue])\1+/gu, '$1');

/** Kanji with kana between, in one spelling: hiragana, and ヶ as it is read. */
export function kanjiSpelling(text: string): string {
  return toHiragana(text.replaceAll(/(?<=\p{Script=Han})[ヶケがヵ](?=\p{Script=Han})/gu, 'が'));
}
