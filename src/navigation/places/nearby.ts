import type { FoundPlace, LongitudeLatitude } from '../../contract/screen/geography.ts';
import { distanceBetween, toPoint } from './geometry.ts';
import type { PlacesIndex } from './places-index.ts';
import { sorted } from './sorted.ts';

export interface NearbyQuery {
  /** As the map's schema classes it: `fuel`, `parking`. */
  readonly category: string;
  readonly near: LongitudeLatitude;
  readonly limit: number;
  readonly language: string;
}

/** Places of a category around a position, the nearest first; distances in metres. */
export function nearby(index: PlacesIndex, { category, near, limit, language }: NearbyQuery): FoundPlace[] {
  const centre = toPoint(near);
  const candidates: { entry: number; distance: number }[] = [];
  for (let entry = 0; entry < index.entryCount; entry += 1) {
    if (index.category(entry) !== category || index.kind(entry) === 'street') continue;
    candidates.push({ entry, distance: distanceBetween(centre, index.point(entry)) });
  }
  return sorted(candidates, (a, b) => a.distance - b.distance)
    .slice(0, limit)
    .map(({ entry, distance }) => ({ place: index.place(entry, language), distance: Math.round(distance) }));
}
