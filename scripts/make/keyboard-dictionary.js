// Makes the keyboard's dictionary of conversion from the IPA dictionary of Debian's package mecab-ipadic:
// `node scripts/make/keyboard-dictionary.js`. What it makes is kept in the repository, beside its licence.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

/** What is taken, and how much dearer or cheaper than its own word cost: places and names are what drivers type. */
const files = {
  'Noun.csv': 0,
  'Noun.place.csv': -2_800,
  'Noun.name.csv': -1_500,
  'Noun.proper.csv': -1_500,
  'Noun.org.csv': -500,
  'Noun.verbal.csv': 0,
  'Noun.adjv.csv': 500,
  'Noun.adverbal.csv': 0,
  'Noun.number.csv': 1_500,
  'Noun.others.csv': 1_500,
  'Prefix.csv': 500,
  'Noun.demonst.csv': 0,
  'Suffix.csv': -3_000,
};

/** What the source gives to places of which it knows nothing more: most are hamlets. */
const unknownPlace = { cost: 8_400, dearer: 1_900 };

/** What addresses are made of besides names; the source leaves it to its grammar. */
const addressWords =
  'と都 どう道 ふ府 けん県 し市 く区 ぐん郡 ちょう町 まち町 そん村 むら村 ちょうめ丁目 ばんち番地 ばん番 ごう号 ' +
  'えき駅 どおり通り とおり通り せん線 みち道 ひがし東 にし西 みなみ南 きた北 まえ前 ぐち口 ' +
  'ひがしぐち東口 にしぐち西口 みなみぐち南口 きたぐち北口 じょう場 いん院';
const addressWordCost = 1_000;

/** The source's lower costs only tell words apart that are written alike. */
const leastCost = 1_800;

/** Costs are kept as letters, A to Z, this many units of the source each. */
const costStep = 350;
const cheapest = 1_000;
/** What is written in katakana, wholly or at its beginning, although kanji do it too. */
const katakana = 2_800;
const mostPerReading = 24;

const isReading = /^[\u3041-\u3096ー]+$/;
const isSurface = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー々〆ヶヵ・]+$/u;

/** @param {string} text */
const toHiragana = (text) =>
  text.replaceAll(/[\u30a1-\u30f6]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0x60));
/** @param {string} text */
const toKatakana = (text) =>
  text.replaceAll(/[\u3041-\u3096]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0x60));

/** @param {string} folder @returns {Map<string, Map<string, number>>} costs by reading and surface */
function readWords(folder) {
  /** @type {Map<string, Map<string, number>>} */
  const words = new Map();
  /** @param {string} reading @param {string} surface @param {number} cost */
  const add = (reading, surface, cost) => {
    /** @type {Map<string, number>} */
    const ways = words.get(reading) ?? new Map();
    ways.set(surface, Math.min(cost, ways.get(surface) ?? Infinity));
    words.set(reading, ways);
  };
  for (const [file, bonus] of Object.entries(files)) {
    for (const line of new TextDecoder('euc-jp').decode(readFileSync(join(folder, file))).split('\n')) {
      const columns = line.split(',');
      const [surface = ''] = columns;
      const reading = toHiragana(columns[11] ?? '');
      // What is written in hiragana needs no conversion.
      if (!isReading.test(reading) || !isSurface.test(surface) || surface === reading) continue;
      const own = Math.max(leastCost, Number(columns[3]));
      const dearer = file === 'Noun.place.csv' && own > unknownPlace.cost ? unknownPlace.dearer : 0;
      add(reading, surface, own + bonus + dearer);
    }
  }
  for (const [, reading = '', surface = ''] of addressWords.matchAll(/([ぁ-ん]+)(\S+)/gu)) {
    add(reading, surface, addressWordCost);
  }
  return words;
}

/** @param {number} cost */
const letterOf = (cost) =>
  String.fromCharCode(65 + Math.min(25, Math.max(0, Math.round((cost - cheapest) / costStep))));

/** @param {[string, Map<string, number>]} word a line; '*' stands for the reading in katakana */
const lineOf = ([reading, ways]) => {
  const dearer = (/** @type {string} */ surface) => (ways.size > 1 && /^[\u30a1-\u30fa]/.test(surface) ? katakana : 0);
  const sorted = [...ways]
    .map(([surface, cost]) => ({ surface, cost: cost + dearer(surface) }))
    .toSorted((a, b) => a.cost - b.cost)
    .slice(0, mostPerReading);
  const written = sorted.map(({ surface, cost }) => letterOf(cost) + (surface === toKatakana(reading) ? '*' : surface));
  return [reading, ...written].join('\t');
};

const folder = mkdtempSync(join(tmpdir(), 'keyboard-dictionary-'));
try {
  execFileSync('apt-get', ['download', 'mecab-ipadic'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  const archive = readdirSync(folder).find((name) => name.endsWith('.deb')) ?? '';
  execFileSync('dpkg-deb', ['--extract', join(folder, archive), folder]);
  const words = readWords(join(folder, 'usr/share/mecab/dic/ipadic'));
  const lines = [...words].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(lineOf);
  const target = fileURLToPath(new URL('../../renderer/keyboard/dictionary/words.tsv.gz', import.meta.url));
  const packed = gzipSync(`${lines.join('\n')}\n`, { level: 9 });
  writeFileSync(target, packed);
  console.log(`${lines.length} readings of ${archive}: ${packed.length} bytes`);
} finally {
  rmSync(folder, { recursive: true });
}
