import { getPosition } from 'suncalc';
import type { LongitudeLatitude } from '../contract/screen/geography.ts';

/** Civil twilight begins and ends where the sun's centre stands so many degrees above the horizon, without refraction. */
const civilTwilight = -6;
/** Degrees that suncalc adds for refraction to every altitude below the horizon. */
const refractionBelowHorizon = 0.484;

/**
 * Whether it is light enough there to read a screen made for the day: from the beginning of civil twilight to its end.
 * @param unixTime seconds since 1970
 */
export function daylight([longitude, latitude]: LongitudeLatitude, unixTime: number): boolean {
  const { altitude } = getPosition(new Date(unixTime * 1000), latitude, longitude);
  return altitude >= civilTwilight + refractionBelowHorizon;
}
