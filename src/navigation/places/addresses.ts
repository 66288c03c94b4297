import type { Place } from '../../contract/screen/geography.ts';
import { areaAt } from './areas.ts';
import { toPosition, type Point } from './geometry.ts';
import type { PlacesIndex } from './places-index.ts';
import type { HouseQuery } from './query.ts';
import type { House } from './street-bytes.ts';

/** An address that was asked for, and how sure it is that it is there: 1 for one that the map has. */
export interface FoundAddress {
  readonly place: Place;
  readonly point: Point;
  readonly certainty: number;
}

/** Between numbers that are farther apart than this nothing is worked out, and none so far off is offered. */
const widestGap = 100;

/**
 * The address of a street: the one that the map has, one worked out between its neighbours on the same side, or the
 * nearest that there is.
 */
export function findAddress(
  index: PlacesIndex,
  street: number,
  asked: HouseQuery,
  language: string,
): FoundAddress | undefined {
  const houses = index.houses(street);
  const entry = index.streetColumn(street, 'entry');
  const described = (number: string, point: Point, certainty: number): FoundAddress => ({
    place: addressPlace(index, entry, number, point, language),
    point,
    certainty,
  });
  const label = (house: House) => `${house.number}${index.suffix(house.suffix)}`;
  const same = houses.filter(({ number }) => number === asked.number);
  const exact =
    same.find((house) => index.suffix(house.suffix).trim() === asked.suffix) ??
    (asked.suffix === '' ? undefined : same.find(({ suffix }) => suffix === 0)) ??
    same[0];
  if (exact !== undefined) return described(label(exact), exact, 1);
  const side = houses.filter(({ number }) => number % 2 === asked.number % 2);
  const next = side.findIndex(({ number }) => number > asked.number);
  const [before, after] = next === -1 ? [side.at(-1), undefined] : [side[next - 1], side[next]];
  if (before !== undefined && after !== undefined && after.number - before.number <= widestGap) {
    const share = (asked.number - before.number) / (after.number - before.number);
    const between = (a: number, b: number) => Math.round(a + (b - a) * share);
    const point = { x: between(before.x, after.x), y: between(before.y, after.y) };
    return described(String(asked.number), point, 0.8);
  }
  const nearest = [before, after]
    .filter((house) => house !== undefined)
    .reduce<House | undefined>((best, house) => (gapTo(house, asked) < gapTo(best, asked) ? house : best), undefined);
  if (nearest === undefined || gapTo(nearest, asked) > widestGap) return undefined;
  return described(label(nearest), nearest, 0.5);
}

const gapTo = (house: House | undefined, { number }: HouseQuery) =>
  house === undefined ? Infinity : Math.abs(house.number - number);

/** A house number as a place; its area is that of the house, which on a long street is not the street's. */
export function addressPlace(index: PlacesIndex, entry: number, number: string, point: Point, language: string): Place {
  const area = areaAt(index, point) ?? index.area(entry);
  const place = index.place(entry, language);
  return {
    id: `${place.id}:${number.replaceAll(/\s/gu, '')}`.slice(0, 80),
    kind: 'address',
    name: `${place.name} ${number}`.slice(0, 200),
    category: 'address',
    ...(area === undefined ? {} : { area: index.name(area, language) }),
    position: toPosition(point),
  };
}
