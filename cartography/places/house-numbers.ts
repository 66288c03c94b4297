import { distanceToBox, type Point } from '../../src/navigation/places/geometry.ts';
import type { OsmFeature } from '../sources/osm-feature.ts';
import type { HouseNumber, NamedEntry } from './named-entry.ts';
import { pointOf, positionOf } from './points.ts';
import { streetKey } from './streets.ts';

/** Farther from each street of its name, an address belongs to one that is not drawn; metres. */
const farthest = 600;
const longestSuffix = 12;

/** Gives every address to the street of its name that it stands at. @returns how many found none */
export function addHouseNumbers(features: readonly OsmFeature[], streets: readonly NamedEntry[]): number {
  const byName = new Map<string, { readonly street: NamedEntry; readonly box: Box }[]>();
  for (const street of streets) {
    const box = boxOf(street);
    for (const { text } of street.forms)
      byName.set(streetKey(text), [...(byName.get(streetKey(text)) ?? []), { street, box }]);
  }
  let without = 0;
  for (const osm of features) {
    const [name, written] = [osm.tags['addr:street'], osm.tags['addr:housenumber']];
    const position = positionOf(osm);
    if (name === undefined || written === undefined || position === undefined) continue;
    const point = pointOf(position);
    let [nearest, least]: [NamedEntry | undefined, number] = [undefined, farthest];
    for (const { street, box } of byName.get(streetKey(name)) ?? []) {
      const distance = distanceToBox(point, ...box);
      if (distance < least) [nearest, least] = [street, distance];
    }
    if (nearest === undefined) without += 1;
    for (const number of houseNumbersOf(written)) nearest?.street?.houses.push({ ...number, ...point });
  }
  return without;
}

type Box = readonly [west: number, south: number, east: number, north: number];

function boxOf({ point, street }: NamedEntry): Box {
  const points: readonly Point[] = [point, ...(street?.lines.flat() ?? [])];
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/** The numbers that a tag lists: `2639,2639 BIS` are two, `19в`, `4/3` and `1-2-3` one with something behind it. */
export function houseNumbersOf(written: string): Pick<HouseNumber, 'number' | 'suffix'>[] {
  return written.split(/[,;]/u).flatMap((part) => {
    const found = /^\s*(\d{1,6})(\D.*)?$/u.exec(part.normalize('NFKC').trimEnd());
    const suffix = (found?.[2] ?? '').toLowerCase();
    return found === null || suffix.length > longestSuffix ? [] : [{ number: Number(found[1]), suffix }];
  });
}
