import { describe, expect, it } from 'vitest';
import { buildPlaces } from '../../../../cartography/places/build-places.ts';
import { houseNumbersOf } from '../../../../cartography/places/house-numbers.ts';
import { nameForms } from '../../../../cartography/places/named-entry.ts';
import type { OsmFeature } from '../../../../cartography/sources/osm-feature.ts';
import { placeAt } from '../../../../src/navigation/places/at.ts';
import { openPlaces } from '../../../../src/navigation/places/open-places.ts';
import { search } from '../../../../src/navigation/places/search.ts';
import { osmNode, osmWay } from '../../../support/places.ts';

const house = (id: number, at: [number, number], number: string) =>
  osmNode(id, at, { 'addr:street': 'Calle Larga', 'addr:housenumber': number });

const town: readonly OsmFeature[] = [
  osmNode(1, [10, 50], { name: 'Villa', place: 'city' }),
  osmNode(2, [10.01, 50], { name: 'Este', place: 'suburb' }),
  osmNode(3, [9.98, 50], { name: 'Oeste', place: 'suburb' }),
  osmNode(4, [10.0101, 50], { amenity: 'fuel', brand: 'Petrol' }),
  osmNode(5, [10.0102, 50], { amenity: 'parking', name: 'Privado', access: 'private' }),
  osmNode(6, [10.0103, 50], { amenity: 'restaurant' }),
  // One street in three ways, the middle one spelt otherwise; and another far away.
  osmWay(
    12,
    [
      [9.99, 50.001],
      [9.995, 50.001],
    ],
    { name: 'Calle Larga', highway: 'primary' },
  ),
  osmWay(
    11,
    [
      [9.995, 50.001],
      [9.996, 50.001],
    ],
    { name: 'CALLE LARGA', highway: 'primary' },
  ),
  osmWay(
    13,
    [
      [9.996, 50.001],
      [10.012, 50.001],
    ],
    { name: 'Calle Larga', highway: 'residential', alt_name: 'Vieja' },
  ),
  osmWay(
    14,
    [
      [10.1, 50.1],
      [10.101, 50.1],
    ],
    { name: 'Calle Larga', highway: 'residential' },
  ),
  house(20, [9.991, 50.0012], '10'),
  house(21, [10.005, 50.0012], '40'),
  house(22, [10.006, 50.0008], '41'),
  house(23, [10.0105, 50.0012], '50,52 BIS'),
];

const index = openPlaces(buildPlaces(town));
const find = (text: string) => search(index, { text, limit: 10, language: 'en' }).map(({ place }) => place);

describe('an index of places', () => {
  it('is the same for the same data', () => {
    expect(Buffer.compare(buildPlaces(town), buildPlaces(town))).toBe(0);
  });

  it('has each real street once, however it is drawn and spelt, and one far away as another', () => {
    const streets = find('calle larga');
    expect(streets.map(({ id }) => id).toSorted()).toEqual(['s11', 's14']);
    expect(streets[0]).toMatchObject({ id: 's11', name: 'Calle Larga', kind: 'street', category: 'residential' });
    expect(find('vieja')[0]?.id).toBe('s11');
    expect(streets[0]?.position[1]).toBeCloseTo(50.001, 5);
  });

  it('tells the part of the settlement that each thing lies in', () => {
    expect(find('este')[0]).toMatchObject({ name: 'Este', category: 'suburb', area: 'Villa' });
    expect(find('villa')[0]).not.toHaveProperty('area');
    expect(find('petrol')[0]).toMatchObject({ name: 'Petrol', category: 'fuel', area: 'Este', id: 'n4' });
  });

  it('leaves out what has no name and what nobody may drive to', () => {
    expect(find('privado')).toEqual([]);
    expect(search(index, { text: 'restaurant', limit: 10, language: 'en' })).toEqual([]);
  });

  it('finds house numbers: there, between two of their side, and those with something behind', () => {
    expect(find('calle larga 40')[0]).toMatchObject({ id: 's11:40', name: 'Calle Larga 40', area: 'Este' });
    const between = find('calle larga 46')[0];
    expect(between).toMatchObject({ kind: 'address', name: 'Calle Larga 46' });
    expect(between?.position[0]).toBeCloseTo(10.0083, 4);
    expect(between?.position[1]).toBeCloseTo(50.0012, 5);
    expect(find('larga 52 bis')[0]).toMatchObject({ name: 'Calle Larga 52 bis' });
    expect(find('calle larga 60')[0]).toMatchObject({ name: 'Calle Larga 52 bis' });
    expect(find('calle larga 5000')[0]).toMatchObject({ kind: 'street' });
  });

  it('tells what is touched: a house, a street where it was touched, a point', () => {
    expect(placeAt(index, [10.006, 50.0008], 'en')).toMatchObject({ name: 'Calle Larga 41' });
    expect(placeAt(index, [9.9985, 50.00105], 'en')).toMatchObject({ name: 'Calle Larga', kind: 'street' });
    const [longitude, latitude] = placeAt(index, [9.9985, 50.00105], 'en').position;
    expect(longitude).toBeCloseTo(9.9985, 5);
    expect(latitude).toBeCloseTo(50.001, 5);
    expect(placeAt(index, [10.02, 50.02], 'en')).toMatchObject({ kind: 'point', name: '50.02000, 10.02000' });
  });

  it('is empty for nothing', () => {
    const nothing = openPlaces(buildPlaces([]));
    expect(search(nothing, { text: 'calle larga 1', limit: 10, language: 'en' })).toEqual([]);
    expect(placeAt(nothing, [0, 0], 'en').kind).toBe('point');
  });
});

describe('names in tags', () => {
  it('are taken in every language and once each', () => {
    const tags = { name: 'Нур', 'name:en': 'Nur', 'name:ja': 'ヌル', alt_name: 'Нур-1;Нур 2', 'name:etymology': 'no' };
    expect(nameForms({ ...tags, 'name:ja-Hira': 'ぬる', 'name:fr': 'Nour' })).toEqual([
      { text: 'Нур', role: 'local' },
      { text: 'Nur', role: 'en' },
      { text: 'ヌル', role: 'ja' },
      { text: 'Нур-1', role: 'other' },
      { text: 'Нур 2', role: 'other' },
      { text: 'ぬる', role: 'search' },
      { text: 'Nour', role: 'other' },
      { text: 'nur', role: 'search' },
      { text: 'nur-1', role: 'search' },
      { text: 'nur 2', role: 'search' },
    ]);
    expect(nameForms({ ref: '5' })).toEqual([]);
  });

  it.each([
    [
      '2639,2639 BIS',
      [
        [2639, ''],
        [2639, ' bis'],
      ],
    ],
    ['19в', [[19, 'в']]],
    ['１-2-3', [[1, '-2-3']]],
    ['s/n', []],
    ['12345678', []],
  ])('of houses are numbers with something behind: %s', (written, numbers) => {
    expect(houseNumbersOf(written).map(({ number, suffix }) => [number, suffix])).toEqual(numbers);
  });
});
