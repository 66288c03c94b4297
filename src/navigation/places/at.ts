import type { LongitudeLatitude, Place } from '../../contract/screen/geography.ts';
import { addressPlace } from './addresses.ts';
import { pointPlace } from './coordinates.ts';
import { distanceBetween, distanceToBox, nearestOnSegment, toPoint, toPosition, type Point } from './geometry.ts';
import type { PlacesIndex } from './places-index.ts';

/** How near something has to be to be meant by a touch; metres. */
const reach = { poi: 30, address: 30, street: 40 } as const;
/** What is less likely meant has to be nearer by so much. */
const handicap = { address: 4, street: 10 } as const;

interface Candidate {
  readonly place: () => Place;
  readonly distance: number;
}

/** What is at a position: the nearest thing with a name, or else the point itself. */
export function placeAt(index: PlacesIndex, position: LongitudeLatitude, language: string): Place {
  const point = toPoint(position);
  const candidates = [...spotsAt(index, point, language), ...streetsAt(index, point, language)];
  const nearest = candidates.reduce<Candidate | undefined>(
    (best, candidate) => (best === undefined || candidate.distance < best.distance ? candidate : best),
    undefined,
  );
  return nearest?.place() ?? pointPlace(index, position, language);
}

function* spotsAt(index: PlacesIndex, point: Point, language: string): Generator<Candidate> {
  for (let entry = 0; entry < index.entryCount; entry += 1) {
    if (index.kind(entry) !== 'poi') continue;
    const distance = distanceBetween(point, index.point(entry));
    if (distance <= reach.poi) yield { place: () => index.place(entry, language), distance };
  }
}

function* streetsAt(index: PlacesIndex, point: Point, language: string): Generator<Candidate> {
  for (let street = 0; street < index.streetCount; street += 1) {
    if (distanceToBox(point, ...index.streetBox(street)) > reach.street) continue;
    const entry = index.streetColumn(street, 'entry');
    for (const house of index.houses(street)) {
      const distance = distanceBetween(point, house);
      if (distance > reach.address) continue;
      const number = `${house.number}${index.suffix(house.suffix)}`;
      yield {
        place: () => addressPlace(index, entry, number, house, language),
        distance: distance + handicap.address,
      };
    }
    for (const line of index.lines(street)) {
      for (let to = 1; to < line.length; to += 1) {
        const [start, end] = [line[to - 1] ?? point, line[to] ?? point];
        const { distance, at } = nearestOnSegment(point, start, end);
        if (distance > reach.street) continue;
        yield {
          // Where the street was touched, not where its name stands.
          place: () => ({ ...index.place(entry, language), position: toPosition(at) }),
          distance: distance + handicap.street,
        };
      }
    }
  }
}
