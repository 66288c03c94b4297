// Hiragana by rules: what the voicing and small keys make of a letter, and katakana's letters.

/** Each string is a circle that the key for voicing and small letters goes round. */
const circles = [
  'あぁ',
  'いぃ',
  'うぅゔ',
  'えぇ',
  'おぉ',
  ...'かが きぎ くぐ けげ こご さざ しじ すず せぜ そぞ ただ ちぢ つっづ てで とど'.split(' '),
  ...'はばぱ ひびぴ ふぶぷ へべぺ ほぼぽ やゃ ゆゅ よょ わゎ'.split(' '),
];

const next = new Map<string, string>();
for (const circle of circles) {
  for (let at = 0; at < circle.length; at += 1) next.set(circle.charAt(at), circle.charAt((at + 1) % circle.length));
}

/** か → が → か; は → ば → ぱ → は; つ → っ → づ → つ; や → ゃ. @returns undefined where a letter has no other form */
export const nextForm = (letter: string): string | undefined => next.get(letter);

const katakanaOffset = 0x60;
const isHiraganaLetter = (code: number) => (code >= 0x3041 && code <= 0x3096) || code === 0x309d || code === 0x309e;

/** ひらがな → ヒラガナ; whatever else is in it stays. */
export const toKatakana = (text: string): string =>
  Array.from(text, (letter) => {
    const code = letter.codePointAt(0) ?? 0;
    return isHiraganaLetter(code) ? String.fromCodePoint(code + katakanaOffset) : letter;
  }).join('');
