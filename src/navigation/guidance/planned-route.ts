import type { Bounds, LongitudeLatitude, Place } from '../../contract/screen/geography.ts';
import type { PlannedRoute } from '../../contract/screen/route.ts';
import type { Language } from '../../contract/screen/settings.ts';
import type { Route } from '../route.ts';
import { routeLine } from './route-line.ts';
import { manoeuvreOf } from './say.ts';
import { stepsOf, type Side } from './steps.ts';

export interface PlanOptions {
  readonly id: string;
  readonly to: Place;
  readonly language: Language;
  readonly drivesOn: Side;
}

/** A route as the screen draws and lists it; its manoeuvres are those that guidance counts `next` by. */
export function plannedRoute(route: Route, { id, to, language, drivesOn }: PlanOptions): PlannedRoute {
  const line = routeLine(route);
  const steps = stepsOf(line, { drivesOn, destination: to.position });
  return {
    id,
    to,
    distance: route.length,
    duration: route.duration,
    line: [...line.points],
    bounds: boundsOf(line.points),
    manoeuvres: steps.map((step) => manoeuvreOf(step, language)),
  };
}

function boundsOf(points: readonly LongitudeLatitude[]): Bounds {
  const bounds: Bounds = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [longitude, latitude] of points) {
    bounds[0] = Math.min(bounds[0], longitude);
    bounds[1] = Math.min(bounds[1], latitude);
    bounds[2] = Math.max(bounds[2], longitude);
    bounds[3] = Math.max(bounds[3], latitude);
  }
  return bounds;
}
