import { beforeAll, describe, expect, it } from 'vitest';
import { check } from '../../../../src/contract/check.ts';
import { FoundPlace } from '../../../../src/contract/screen/geography.ts';
import { placeAt } from '../../../../src/navigation/places/at.ts';
import { nearby } from '../../../../src/navigation/places/nearby.ts';
import type { PlacesIndex } from '../../../../src/navigation/places/places-index.ts';
import { search } from '../../../../src/navigation/places/search.ts';
import { namesFound, pairsOf, regionPlaces } from '../../../support/places.ts';

const centre: [number, number] = [-56.17, -34.885];
const pocitos: [number, number] = [-56.151, -34.912];

let index: PlacesIndex;
beforeAll(async () => void (index = await regionPlaces('montevideo')), 60_000);

const find = (text: string, near?: [number, number]) =>
  search(index, { text, limit: 10, language: 'es', ...(near === undefined ? {} : { near }) });

/** The share of what was mistyped whose right name is among the first three, and what was not found. */
async function shareFound(fixture: string) {
  const pairs = await pairsOf(fixture);
  const missed = pairs.filter(([typed, name]) => !namesFound(index, typed).slice(0, 3).includes(name));
  return { share: 1 - missed.length / pairs.length, count: pairs.length, missed };
}

describe('what people mistype in Montevideo', () => {
  it('is found among the first three, 95 in 100', async () => {
    const { share, count, missed } = await shareFound('misspellings-montevideo');
    expect(count).toBeGreaterThanOrEqual(200);
    expect(share, JSON.stringify(missed)).toBeGreaterThanOrEqual(0.95);
  });

  it('is found as well where the list was set aside before anything was tried', async () => {
    const { share, count, missed } = await shareFound('misspellings-montevideo-held-out');
    expect(count).toBe(60);
    // Measured: 59 of 60.
    expect(share, JSON.stringify(missed)).toBeGreaterThanOrEqual(0.98);
  });

  it('is told from rubbish', () => {
    for (const text of ['asdfqwer', 'zzzz', 'xkcdqw', '!!!', '   ', '', '۞', '??', 'qwrtpsdfg hjklñ', '99999999']) {
      expect(namesFound(index, text), text).toEqual([]);
    }
  });
});

describe('a search in Montevideo', () => {
  it.each([
    ['rambla republica argentina', 'Rambla República Argentina'],
    ['RAMBLA REPÚBLICA ARGENTINA', 'Rambla República Argentina'],
    ['argentina republica rambla', 'Rambla República Argentina'],
    ['Ｐｏｃｉｔｏｓ', 'Pocitos'],
    ['avda gral flores', 'Avenida General Flores'],
    ['dr pablo de maria', 'Doctor Pablo de María'],
    ['bvar gral artigas', 'Bulevar General Artigas'],
    ['cnel santiago artigas', 'Coronel Santiago Artigas'],
    ['18dejulio', 'Avenida 18 de Julio'],
    ['farmashop pocitos', 'Farmashop'],
    ['モンテビデオ', 'Montevideo'],
    ['もんてびでお', 'Montevideo'],
    ['ﾎﾟｼﾄｽ', 'Pocitos'],
    ['プンタカレタス', 'Punta Carretas'],
  ])('of %s finds %s first', (text, name) => expect(namesFound(index, text)[0]).toBe(name));

  it('finds a name from each of its beginnings', () => {
    for (const name of ['Pocitos', 'Avenida Italia', 'Punta Carretas', 'Ciudad Vieja', 'Bulevar España']) {
      for (let length = 3; length <= name.length; length += 1) {
        const found = namesFound(index, name.slice(0, length), { near: centre });
        const isLong = length > name.length / 2;
        expect(isLong ? found : found.length > 0 ? [name] : [], name.slice(0, length)).toContain(name);
      }
    }
  });

  it('gives names in the language that is asked for, and says where things are', () => {
    expect(namesFound(index, 'Montevideo', { language: 'ja' })[0]).toBe('モンテビデオ');
    const [first] = find('Pocitos');
    expect(first?.place).toMatchObject({ kind: 'place', category: 'suburb', area: 'Montevideo' });
  });

  it('puts first what is near, of things that are called the same', () => {
    const [near] = find('farmashop', pocitos);
    expect(near?.distance).toBeLessThan(1_000);
    expect(near?.place.area).toBe('Pocitos');
  });

  it('has one entry for a street through many neighbourhoods', () => {
    const italia = find('Avenida Italia').filter(({ place }) => place.name === 'Avenida Italia');
    expect(italia).toHaveLength(1);
  });

  it('reads coordinates', () => {
    const [point] = find('-34.9055, -56.1872');
    expect(point?.place).toMatchObject({ kind: 'point', position: [-56.1872, -34.9055] });
  });

  it('gives what the contract says', () => {
    for (const text of ['pocitos', '18 de julio 1234', 'a', 'farmacia', '-34.9, -56.16']) {
      for (const found of find(text, centre)) expect(() => check(FoundPlace, found, 'request.malformed')).not.toThrow();
    }
  });
});

describe('an address in Montevideo', () => {
  it('that the map has is found where it is', () => {
    const [first] = find('18 de julio 1234', centre);
    expect(first?.place).toMatchObject({ kind: 'address', name: 'Avenida 18 de Julio 1234', area: 'Centro' });
    const [longitude, latitude] = first?.place.position ?? [0, 0];
    expect(Math.hypot(longitude + 56.1911, latitude + 34.9058)).toBeLessThan(0.003);
  });

  it('is worked out between its neighbours where the map lacks the number', () => {
    const numbers = ['avenida italia 2501', 'avenida italia 2503', 'avenida italia 2505', 'avenida italia 2507'];
    for (const text of numbers) {
      const [first] = find(text);
      expect(first?.place).toMatchObject({ kind: 'address' });
      expect(first?.place.name).toMatch(/^Avenida Italia 25/u);
    }
  });

  it('is the street where the number is far off', () => {
    expect(find('avenida italia 99999')[0]?.place).toMatchObject({ kind: 'street', name: 'Avenida Italia' });
  });

  it('is found with a slip in the street', () => {
    expect(find('avenda itlaia 2501')[0]?.place.name).toMatch(/^Avenida Italia 25/u);
  });
});

describe('around a position in Montevideo', () => {
  it('places of a category come in the order of their distance', () => {
    const found = nearby(index, { category: 'fuel', near: pocitos, limit: 8, language: 'es' });
    expect(found).toHaveLength(8);
    const distances = found.map(({ distance = Infinity }) => distance);
    expect(distances).toEqual(distances.toSorted((a, b) => a - b));
    expect(found.every(({ place }) => place.category === 'fuel')).toBe(true);
    expect(nearby(index, { category: 'no-such', near: pocitos, limit: 8, language: 'es' })).toEqual([]);
  });

  it('what is touched is the nearest thing with a name, or the point', () => {
    const [solis] = find('Teatro Solís');
    expect(placeAt(index, solis?.place.position ?? [0, 0], 'es').name).toBe('Teatro Solís');
    const [house] = find('18 de julio 1234');
    expect(placeAt(index, house?.place.position ?? [0, 0], 'es')).toMatchObject({
      kind: expect.stringMatching(/address|poi/u),
    });
    const river = placeAt(index, [-56.24, -34.96], 'es');
    expect(river).toMatchObject({ kind: 'point', name: '-34.96000, -56.24000', position: [-56.24, -34.96] });
  });
});
