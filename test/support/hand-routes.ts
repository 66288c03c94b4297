import type { LongitudeLatitude } from '../../src/contract/screen/geography.ts';
import { pointAt } from '../../src/navigation/guidance/geometry.ts';
import type { OtherWay, Route, RouteStretch } from '../../src/navigation/route.ts';

/** A stretch of road as a test draws it: a direction and a length, or several for one that bends. */
export interface Leg extends Partial<Omit<RouteStretch, 'line' | 'otherWays'>> {
  readonly towards: number | readonly number[];
  readonly metres: number;
  /** Directions of ordinary ways out at its end, or whole ways. */
  readonly others?: readonly (number | OtherWay)[];
}

export const montevideo: LongitudeLatitude = [-56.1645, -34.9011];

/** Joins legs to a route; roads are residential ones at 36 km/h (10 m/s) unless a leg says otherwise. */
export function routeOf(legs: readonly Leg[], start: LongitudeLatitude = montevideo): Route {
  let end = start;
  const stretches = legs.map(({ towards, metres, others = [], ...given }): RouteStretch => {
    const directions = typeof towards === 'number' ? [towards] : towards;
    const line = [end];
    for (const direction of directions) line.push((end = pointAt(end, direction, metres / directions.length)));
    const speed = given.speed ?? 36;
    return {
      line,
      length: metres,
      duration: (metres * 3.6) / speed,
      roadClass: 'residential',
      ramp: false,
      roundabout: false,
      speed,
      ...given,
      otherWays: others.map((other) =>
        typeof other === 'number' ? { bearing: other, roadClass: 'residential', ramp: false } : other,
      ),
    };
  });
  const sum = (of: (stretch: RouteStretch) => number) => stretches.reduce((total, one) => total + of(one), 0);
  return { stretches, length: sum((one) => one.length), duration: sum((one) => one.duration) };
}
