import type { Position } from 'geojson';

/**
 * Natural Earth's rings jump from +180° to -180° where they cross the antimeridian. Here they go on beyond ±180°
 * instead, as continuous lines; whoever cuts tiles repeats what lies beyond on the other side of the world.
 */
export function unwrapLine(line: readonly Position[]): Position[] {
  let turns = 0;
  let previous = line[0]?.[0] ?? 0;
  return line.map(([longitude = 0, latitude = 0]) => {
    if (longitude - previous > 180) turns--;
    if (longitude - previous < -180) turns++;
    previous = longitude;
    return [longitude + turns * 360, latitude];
  });
}

/** How far beyond ±180° the land around the pole goes on, degrees: more than any tile's margin. */
const overlap = 20;

/**
 * A polygon's rings, continuous. A ring that goes once around the earth (Antarctica) has no inside on a flat map: it
 * is closed along the pole, and overlaps itself beyond both ends of the map, so that no seam stands at ±180°.
 */
export function unwrapPolygon(rings: readonly (readonly Position[])[]): Position[][] {
  const unwrapped = rings.map(unwrapLine);
  const round = unwrapped.filter(goesRound).filter((ring) => !ring.every(([, latitude = 0]) => latitude < -89.9));
  if (unwrapped.every((ring) => !goesRound(ring))) return unwrapped;
  return [...round.map(closeAtSouthPole), ...unwrapped.filter((ring) => !goesRound(ring))];
}

function goesRound(ring: readonly Position[]): boolean {
  return Math.abs((ring.at(-1)?.[0] ?? 0) - (ring[0]?.[0] ?? 0)) > 359;
}

function closeAtSouthPole(ring: readonly Position[]): Position[] {
  const eastward = (ring.at(-1)?.[0] ?? 0) > (ring[0]?.[0] ?? 0) ? ring : ring.toReversed();
  const coast = [-720, -360, 0, 360, 720]
    .flatMap((shift) => eastward.slice(0, -1).map(([longitude = 0, latitude = 0]) => [longitude + shift, latitude]))
    .filter(([longitude = 0]) => Math.abs(longitude) <= 180 + overlap);
  const [west, east] = [coast[0]?.[0] ?? -180, coast.at(-1)?.[0] ?? 180];
  return [...coast, [east, -90], [west, -90], coast[0] ?? [west, -90]];
}
