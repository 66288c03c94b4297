// Romaji as Japanese keyboards take it: Hepburn, Kunrei and the x- and l- spellings of small letters.

/** Consonant, then its kana with a, i, u, e, o; '-' where there is none. */
const rows: Readonly<Record<string, string>> = {
  '': 'あ い う え お',
  k: 'か き く け こ',
  g: 'が ぎ ぐ げ ご',
  s: 'さ し す せ そ',
  z: 'ざ じ ず ぜ ぞ',
  t: 'た ち つ て と',
  d: 'だ ぢ づ で ど',
  n: 'な に ぬ ね の',
  h: 'は ひ ふ へ ほ',
  b: 'ば び ぶ べ ぼ',
  p: 'ぱ ぴ ぷ ぺ ぽ',
  m: 'ま み む め も',
  y: 'や - ゆ いぇ よ',
  r: 'ら り る れ ろ',
  w: 'わ うぃ う うぇ を',
  v: 'ゔぁ ゔぃ ゔ ゔぇ ゔぉ',
  f: 'ふぁ ふぃ ふ ふぇ ふぉ',
  j: 'じゃ じ じゅ じぇ じょ',
  c: 'か し く せ こ',
  q: 'くぁ くぃ く くぇ くぉ',
  sh: 'しゃ し しゅ しぇ しょ',
  ch: 'ちゃ ち ちゅ ちぇ ちょ',
  ts: 'つぁ つぃ つ つぇ つぉ',
  th: 'てゃ てぃ てゅ てぇ てょ',
  dh: 'でゃ でぃ でゅ でぇ でょ',
  tw: '- - とぅ - -',
  dw: '- - どぅ - -',
  x: 'ぁ ぃ ぅ ぇ ぉ',
  l: 'ぁ ぃ ぅ ぇ ぉ',
  xy: 'ゃ ぃ ゅ ぇ ょ',
  ly: 'ゃ ぃ ゅ ぇ ょ',
  xt: '- - っ - -',
  lt: '- - っ - -',
  xw: 'ゎ - - - -',
  lw: 'ゎ - - - -',
  xts: '- - っ - -',
  lts: '- - っ - -',
  ...glides({
    k: 'き',
    g: 'ぎ',
    s: 'し',
    z: 'じ',
    t: 'ち',
    d: 'ぢ',
    n: 'に',
    h: 'ひ',
    b: 'び',
    p: 'ぴ',
    m: 'み',
    r: 'り',
  }),
  ...glides({ j: 'じ', f: 'ふ', v: 'ゔ', c: 'ち' }),
};

/** ky: きゃ きぃ きゅ きぇ きょ, and so on. */
function glides(heads: Readonly<Record<string, string>>): Record<string, string> {
  const small = ['ゃ', 'ぃ', 'ゅ', 'ぇ', 'ょ'];
  return Object.fromEntries(
    Object.entries(heads).map(([consonant, head]) => [`${consonant}y`, small.map((end) => head + end).join(' ')]),
  );
}

const table = new Map<string, string>([
  ['nn', 'ん'],
  ["n'", 'ん'],
  ['xn', 'ん'],
  ['-', 'ー'],
  [',', '、'],
  ['.', '。'],
  ['/', '・'],
  ['[', '「'],
  [']', '」'],
]);
for (const [consonant, kana] of Object.entries(rows)) {
  for (const [at, letters] of kana.split(' ').entries()) {
    if (letters !== '-') table.set(consonant + 'aiueo'.charAt(at), letters);
  }
}
const beginnings = new Set([...table.keys()].flatMap((key) => Array.from(key, (_, end) => key.slice(0, end + 1))));
beginnings.add('tc');

export interface Spelled {
  /** Kana that are settled. */
  readonly kana: string;
  /** Letters that wait for more: `k`, `sh`, `n`. */
  readonly rest: string;
}

/** Spells letters as far as they go. A letter that begins nothing stays as it is. */
export function spell(letters: string): Spelled {
  let kana = '';
  let rest = letters.toLowerCase();
  while (rest !== '') {
    const length = [4, 3, 2, 1].find((count) => rest.length >= count && table.has(rest.slice(0, count)));
    if (length !== undefined) {
      kana += table.get(rest.slice(0, length)) ?? '';
      rest = rest.slice(length);
    } else if (beginnings.has(rest)) {
      break;
    } else if (rest.startsWith('n')) {
      kana += 'ん';
      rest = rest.slice(1);
    } else if (/^([b-df-hj-mp-tv-z])\1/u.test(rest) || rest.startsWith('tch')) {
      kana += 'っ';
      rest = rest.slice(1);
    } else {
      kana += rest.charAt(0);
      rest = rest.slice(1);
    }
  }
  return { kana, rest };
}

/** What letters become when nothing follows: a lone n is ん, other letters stay. */
export const settle = (letters: string): string => (letters === 'n' ? 'ん' : letters);
