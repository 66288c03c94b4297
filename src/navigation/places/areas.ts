import { distanceBetween, type Point } from './geometry.ts';
import type { PlacesIndex } from './places-index.ts';

/**
 * How far a settlement or a part of one reaches around the point that stands for it, in metres. The data has points
 * where borders are meant, so what is nearest, by its own measure, is taken.
 */
const reaches: Readonly<Record<string, number>> = {
  city: 12_000,
  town: 4_000,
  village: 2_000,
  suburb: 3_000,
  quarter: 1_200,
  hamlet: 900,
  neighbourhood: 500,
};

export function reachOf(category: string): number | undefined {
  return reaches[category];
}

/** The part of the settlement that a point lies in. */
export function areaAt(index: PlacesIndex, point: Point): number | undefined {
  let nearest: number | undefined;
  let least = 1;
  for (let entry = 0; entry < index.entryCount; entry += 1) {
    // Places stand before everything else.
    if (index.kind(entry) !== 'place') break;
    const reach = reaches[index.category(entry)];
    if (reach === undefined) continue;
    const share = distanceBetween(point, index.point(entry)) / reach + (reach > 5_000 ? 0.5 : 0);
    if (share < least) [nearest, least] = [entry, share];
  }
  return nearest;
}
