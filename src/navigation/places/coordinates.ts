import type { LongitudeLatitude, Place } from '../../contract/screen/geography.ts';
import { areaAt } from './areas.ts';
import { toPoint } from './geometry.ts';
import type { PlacesIndex } from './places-index.ts';

const pattern = /^\s*([+-]?\d{1,2}\.\d{2,})\s*°?\s*([NS])?\s*[,;\s]\s*([+-]?\d{1,3}\.\d{2,})\s*°?\s*([EW])?\s*$/iu;

/** Latitude, then longitude in decimal degrees, as maps and phones write them. */
export function coordinatesIn(text: string): LongitudeLatitude | undefined {
  const found = pattern.exec(text);
  if (found === null) return undefined;
  const latitude = Number(found[1]) * (found[2]?.toUpperCase() === 'S' ? -1 : 1);
  const longitude = Number(found[3]) * (found[4]?.toUpperCase() === 'W' ? -1 : 1);
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? [longitude, latitude] : undefined;
}

/** A point of the map that has no name but its coordinates. */
export function pointPlace(index: PlacesIndex, position: LongitudeLatitude, language: string): Place {
  const [longitude, latitude] = position;
  const area = areaAt(index, toPoint(position));
  const name = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  return {
    id: `point:${name.replace(' ', '')}`,
    kind: 'point',
    name,
    category: 'point',
    ...(area === undefined ? {} : { area: index.name(area, language) }),
    position,
  };
}
