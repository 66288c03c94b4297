import { buildPlaces } from '../../../cartography/places/build-places.ts';
import { placeAt } from '../../../src/navigation/places/at.ts';
import { nearby } from '../../../src/navigation/places/nearby.ts';
import { openPlaces } from '../../../src/navigation/places/open-places.ts';
import { search } from '../../../src/navigation/places/search.ts';
import { osmNode, osmWay } from '../../support/places.ts';
import { ofBytes, ofText, type ParserCase } from './parser-case.ts';

const src = (...files: string[]) => files.map((file) => `src/navigation/places/${file}.ts`);
const near: [number, number] = [10, 50];

/** The index of a region's places, and what is typed into its search. */
export function placesCases(): ParserCase[] {
  const street = { name: 'Calle Larga', highway: 'residential', 'name:ja': '長い通り' };
  const file = buildPlaces([
    osmNode(1, near, { name: 'Villa', place: 'city', 'name:ja': '村', 'name:ja-Hira': 'むら' }),
    osmWay(2, [near, [10.01, 50.001]], street),
    osmNode(3, [10.001, 50], { 'addr:street': 'Calle Larga', 'addr:housenumber': '12,14 bis' }),
    osmNode(4, [10.002, 50], { name: 'Нур', amenity: 'cafe' }),
  ]);
  const index = openPlaces(file);
  return [
    ofBytes('index of places', src('read-sections', 'open-places', 'street-bytes', 'words'), [file], (input) => {
      const read = openPlaces(input);
      for (const text of ['larga 13', 'v', 'むら', '村']) search(read, { text, near, limit: 20, language: 'ja' });
      nearby(read, { category: 'cafe', near, limit: 20, language: 'en' });
      placeAt(read, [10.001, 50], 'en');
    }),
    ofText(
      'text of a search',
      src('query', 'coordinates', 'fold', 'japanese'),
      ['18 de julio 1234 bis', '-34.90, -56.18', '渋谷えき', 'Tōkyō-eki', 'ул. Кенесары, 4/3', 'ｼﾌﾞﾔ'],
      (text) => search(index, { text, near, limit: 20, language: 'ja' }),
    ),
  ];
}
