import type { LongitudeLatitude } from '../../../contract/screen/geography.ts';

/** Digits with at most one point; undefined for everything else, an empty field too. */
export function numberIn(field: string | undefined): number | undefined {
  return field !== undefined && /^\d{1,10}(?:\.\d{0,10})?$/.test(field) ? Number(field) : undefined;
}

/** Degrees from 0 up to 360. */
export function courseIn(field: string | undefined): number | undefined {
  const course = numberIn(field);
  return course !== undefined && course <= 360 ? course % 360 : undefined;
}

/** Latitude as `ddmm.mmmm` and N or S, longitude as `dddmm.mmmm` and E or W. */
export function positionIn(fields: readonly string[]): LongitudeLatitude | undefined {
  const [latitude, northSouth, longitude, eastWest] = fields;
  const north = degreesIn(latitude, 2, 90);
  const east = degreesIn(longitude, 3, 180);
  if (north === undefined || east === undefined) return undefined;
  if ((northSouth !== 'N' && northSouth !== 'S') || (eastWest !== 'E' && eastWest !== 'W')) return undefined;
  return [eastWest === 'E' ? east : -east, northSouth === 'N' ? north : -north];
}

function degreesIn(field: string | undefined, digits: number, most: number): number | undefined {
  const whole = field?.slice(0, digits) ?? '';
  const minutes = numberIn(field?.slice(digits));
  if (!/^\d+$/.test(whole) || whole.length !== digits || minutes === undefined || minutes >= 60) return undefined;
  const degrees = Number(whole) + minutes / 60;
  return degrees <= most ? degrees : undefined;
}
