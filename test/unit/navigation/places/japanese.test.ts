import { beforeAll, describe, expect, it } from 'vitest';
import { buildPlaces } from '../../../../cartography/places/build-places.ts';
import type { OsmTags } from '../../../../cartography/sources/osm-feature.ts';
import { openPlaces } from '../../../../src/navigation/places/open-places.ts';
import type { PlacesIndex } from '../../../../src/navigation/places/places-index.ts';
import { namesFound, osmNode, osmWay, pairsOf } from '../../../support/places.ts';

let pairs: (readonly [string, string])[];
let index: PlacesIndex;

/** The names as a Japanese region has them: stations, wards, streets and more, each with its reading. */
beforeAll(async () => {
  pairs = await pairsOf('japanese-names');
  const features = pairs.map(([name, reading], number) => {
    const tags = { name, 'name:ja': name, 'name:ja-Hira': reading };
    const position: [number, number] = [139.5 + (number % 20) / 50, 35.5 + number / 500];
    if (/通り?$|街道$|号線$|筋$|道$/u.test(name)) {
      return osmWay(number + 1, [position, [position[0] + 0.01, position[1]]], { ...tags, highway: 'primary' });
    }
    return osmNode(number + 1, position, { ...tags, ...kindOf(name) });
  });
  index = openPlaces(buildPlaces(features));
});

function kindOf(name: string): OsmTags {
  if (name.endsWith('駅')) return { railway: 'station' };
  return name.endsWith('区') ? { place: 'city' } : { tourism: 'attraction' };
}

const katakana = (hiragana: string) =>
  hiragana.replaceAll(/[ぁ-ゖ]/gu, (sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0x60));
/** Half the width is another set of signs, with voicing apart, as old card readers and forms have them. */
const narrow: Readonly<Record<string, string>> = {
  シ: 'ｼ',
  ブ: 'ﾌﾞ',
  ヤ: 'ﾔ',
  エ: 'ｴ',
  キ: 'ｷ',
  ギ: 'ｷﾞ',
  ン: 'ﾝ',
  ザ: 'ｻﾞ',
  ー: 'ｰ',
  ロ: 'ﾛ',
  ソ: 'ｿ',
};

const first = (text: string) => namesFound(index, text, { language: 'ja' })[0];
const firstThree = (text: string) => namesFound(index, text, { language: 'ja' }).slice(0, 3);

describe('Japanese names', () => {
  it('are found as they are written', () => {
    expect(pairs.filter(([name]) => first(name) !== name)).toEqual([]);
  });

  it('are found by their reading in hiragana, the same in katakana', () => {
    expect(pairs.filter(([name, reading]) => first(reading) !== name)).toEqual([]);
    expect(pairs.filter(([name, reading]) => first(katakana(reading)) !== name)).toEqual([]);
  });

  it('are found in half and full width', () => {
    const halfWidth = (reading: string) => Array.from(katakana(reading), (sign) => narrow[sign] ?? '').join('');
    for (const name of ['渋谷駅', '銀座', 'ローソン']) {
      const reading = pairs.find(([known]) => known === name)?.[1] ?? '';
      expect(first(halfWidth(reading)), halfWidth(reading)).toBe(name);
    }
    expect(first('ｓｈｉｂｕｙａ')).toBe('渋谷駅');
  });

  it('are among the first three once most of the reading is typed', () => {
    const partly = pairs.filter(
      ([name, reading]) => !firstThree(reading.slice(0, Math.ceil(reading.length * 0.7))).includes(name),
    );
    expect(partly).toEqual([]);
  });

  it.each([
    ['shibuya', '渋谷駅'],
    ['sibuya', '渋谷駅'],
    ['shibuy', '渋谷駅'],
    ['sh', '新宿区'],
    ['shinbashi', '新橋駅'],
    ['shimbashi', '新橋駅'],
    ['sinbasi', '新橋駅'],
    ['Tōkyō eki', '東京駅'],
    ['tokyo', '東京駅'],
    ['toukyou eki', '東京駅'],
    ['kichijoji', '吉祥寺駅'],
    ['kitizyouzi', '吉祥寺駅'],
    ["shin'okubo", '新大久保駅'],
    ['shinokubo', '新大久保駅'],
    ['jimbocho', '神保町'],
    ['zinboutyou', '神保町'],
    ['nippori', '日暮里駅'],
    ['roppongi', '六本木'],
    ['ueno', '上野駅'],
    ['tsukiji', '築地'],
    ['tukizi', '築地'],
    ['fushimi inari', '伏見稲荷大社'],
    ['husimiinari', '伏見稲荷大社'],
    ['chuo ku', '中央区'],
    ['tyuuouku', '中央区'],
    ['ryogoku', '両国'],
    ['kokkaigijido', '国会議事堂'],
    ['yasukuni dori', '靖国通り'],
    ['koshu kaido', '甲州街道'],
    ['ohta', '大田区'],
    ['shinjuku gyoen', '新宿御苑'],
    ['sapporo', '札幌駅'],
    ['hakata', '博多駅'],
    ['dotombori', '道頓堀'],
    ['shinsaibashi', '心斎橋'],
    ['odaiba', 'お台場'],
    ['famirimato', 'ファミリーマート'],
    ['rooson', 'ローソン'],
    ['yodobashi', 'ヨドバシカメラ'],
    ['hachioji', '八王子駅'],
  ])('are found by romaji, Hepburn or Kunrei: %s', (text, name) => expect(firstThree(text)).toContain(name));

  it.each([
    ['ろーそん', 'ローソン'],
    ['ロソン', 'ローソン'],
    ['ファミリマート', 'ファミリーマート'],
    ['とーきょーえき', '東京駅'],
    ['おーさかえき', '大阪駅'],
    ['トウキョウタワ', '東京タワー'],
  ])('are found whatever becomes of long vowels: %s', (text, name) => expect(firstThree(text)).toContain(name));

  it.each([
    ['渋谷えき', '渋谷駅'],
    ['大社', '伏見稲荷大社'],
    ['御苑', '新宿御苑'],
    ['市ヶ谷', '市ケ谷駅'],
    ['市が谷', '市ケ谷駅'],
    ['阿佐ヶ谷駅', '阿佐ケ谷駅'],
    ['霞ヶ関', '霞が関'],
    ['ぎょえん', '新宿御苑'],
    ['すかいつりー', '東京スカイツリー'],
    ['たわー', '東京タワー'],
    ['はちまんぐう', '鶴岡八幡宮'],
    ['東京 タワー', '東京タワー'],
    ['四条', '四条通'],
  ])('are found by parts of them: %s', (text, name) => expect(firstThree(text)).toContain(name));

  it('are not found by rubbish', () => {
    for (const text of ['ぬぬぬぬ', '鬱鬱鬱', 'qwertyuiop', 'んんんん']) expect(first(text), text).toBeUndefined();
  });
});
