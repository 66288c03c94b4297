/** Mean radius of the earth in metres (IUGG). */
const radius = 6_371_008.8;
const radians = Math.PI / 180 / 1e7;

/** Metres along the great circle between two positions in units of 1e-7 degrees. */
export function metresBetween(longitudeA: number, latitudeA: number, longitudeB: number, latitudeB: number): number {
  const [a, b] = [latitudeA * radians, latitudeB * radians];
  const sineLatitude = Math.sin((b - a) / 2);
  const sineLongitude = Math.sin(((longitudeB - longitudeA) * radians) / 2);
  const chord = sineLatitude * sineLatitude + Math.cos(a) * Math.cos(b) * sineLongitude * sineLongitude;
  return 2 * radius * Math.asin(Math.min(1, Math.sqrt(chord)));
}

/** Degrees clockwise from north, 0 up to 360, between near positions in units of 1e-7 degrees. */
export function bearingBetween(longitudeA: number, latitudeA: number, longitudeB: number, latitudeB: number): number {
  const east = (longitudeB - longitudeA) * Math.cos(((latitudeA + latitudeB) / 2) * radians);
  const degrees = (Math.atan2(east, latitudeB - latitudeA) * 180) / Math.PI;
  return degrees < 0 ? degrees + 360 : degrees;
}

/** Metres on the ground in a unit of 1e-7 degrees of latitude, and of longitude at a latitude. */
export function metresPerUnit(latitude: number): { readonly east: number; readonly north: number } {
  const north = radius * radians;
  return { north, east: north * Math.cos(latitude * radians) };
}
