import { reachOf } from '../../src/navigation/places/areas.ts';
import { distanceBetween } from '../../src/navigation/places/geometry.ts';
import type { NamedEntry } from './named-entry.ts';

/** The place that each entry lies in: for a part of a settlement the settlement, for all else the nearest part. */
export function areaFinder(places: readonly NamedEntry[]): (entry: NamedEntry) => NamedEntry | undefined {
  const around = places.filter(({ category }) => reachOf(category) !== undefined);
  return (entry) => {
    const ownReach = entry.kind === 'place' ? (reachOf(entry.category) ?? 0) : 0;
    let [nearest, least]: [NamedEntry | undefined, number] = [undefined, 1];
    for (const place of around) {
      const reach = reachOf(place.category) ?? 0;
      if (place === entry || reach <= ownReach) continue;
      const share =
        distanceBetween(entry.point, place.point) / reach + (reach > 5_000 && entry.kind !== 'place' ? 0.5 : 0);
      if (share < least) [nearest, least] = [place, share];
    }
    return nearest;
  };
}
