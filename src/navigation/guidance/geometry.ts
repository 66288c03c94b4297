import type { LongitudeLatitude } from '../../contract/screen/geography.ts';

/** Metres: the mean radius of the earth (IUGG). */
const earthRadius = 6_371_008.8;
const radians = Math.PI / 180;

/** Metres on the sphere. */
export function metresBetween([fromEast, fromNorth]: LongitudeLatitude, [toEast, toNorth]: LongitudeLatitude): number {
  const north = Math.sin(((toNorth - fromNorth) * radians) / 2);
  const east = Math.sin(((toEast - fromEast) * radians) / 2);
  const haversine = north * north + Math.cos(fromNorth * radians) * Math.cos(toNorth * radians) * east * east;
  return 2 * earthRadius * Math.asin(Math.min(1, Math.sqrt(haversine)));
}

/** Metres east and north of a point: flat, which over some kilometres is exact enough to match positions. */
export interface Offset {
  readonly east: number;
  readonly north: number;
}

export function offset(from: LongitudeLatitude, to: LongitudeLatitude): Offset {
  return {
    east: turned(to[0] - from[0]) * radians * earthRadius * Math.cos(((from[1] + to[1]) / 2) * radians),
    north: (to[1] - from[1]) * radians * earthRadius,
  };
}

/** The point so many metres away in a direction, degrees clockwise from north. */
export function pointAt(from: LongitudeLatitude, bearing: number, metres: number): LongitudeLatitude {
  const north = (metres * Math.cos(bearing * radians)) / earthRadius / radians;
  const latitude = Math.max(-90, Math.min(90, from[1] + north));
  const round = Math.max(1e-9, Math.cos(((from[1] + latitude) / 2) * radians));
  const east = (metres * Math.sin(bearing * radians)) / earthRadius / radians / round;
  return [turned(from[0] + east), latitude];
}

/** Degrees clockwise from north, from 0 up to 360. */
export function bearingOf(from: LongitudeLatitude, to: LongitudeLatitude): number {
  const { east, north } = offset(from, to);
  return (Math.atan2(east, north) / radians + 360) % 360;
}

/** Degrees from one direction to another, above -180 and up to 180; to the right is positive. */
export function turnBetween(from: number, to: number): number {
  const angle = turned(to - from);
  return angle === -180 ? 180 : angle;
}

/** The same angle from -180 up to 180. */
function turned(degrees: number): number {
  return degrees >= -180 && degrees <= 180 ? degrees : degrees - 360 * Math.floor((degrees + 180) / 360);
}

/** The point between two, `part` of the way from the first. */
export function between(from: LongitudeLatitude, to: LongitudeLatitude, part: number): LongitudeLatitude {
  return [turned(from[0] + turned(to[0] - from[0]) * part), from[1] + (to[1] - from[1]) * part];
}
