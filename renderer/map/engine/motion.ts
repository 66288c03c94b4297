import type { LongitudeLatitude } from '../../../src/contract/screen/geography.ts';
import type { Fix } from '../../../src/contract/screen/route.ts';
import { between, metresBetween, pointAt, turnBetween } from '../../../src/navigation/guidance/geometry.ts';
import { alongTrack, nearestOnTrack, type RouteTrack } from './route-track.ts';

/** Where the vehicle is drawn. */
export interface Pose {
  readonly position: LongitudeLatitude;
  /** Degrees clockwise from north; absent as long as none was ever known. */
  readonly heading?: number;
  /** Metres from the start of the route, while on it. */
  readonly metres?: number;
}

/** The vehicle between two fixes. Times are milliseconds of the page's clock. */
export interface Motion {
  /** Takes in what main last said, and the route that is being driven. */
  readonly accept: (fix: Fix | undefined, route: RouteTrack | undefined, now: number) => void;
  /** @returns undefined while no position is known */
  readonly at: (now: number) => Pose | undefined;
  /** Whether the pose still changes by itself. */
  readonly moves: (now: number) => boolean;
}

/** Milliseconds that a vehicle is believed to go on without a new fix. */
const believed = 1_600;
/** Milliseconds in which most of the difference to a new fix is made up for. */
const settling = 350;
/** Metres that a fix may lie off the route and still be drawn on it. */
const onRoute = 30;
/** Metres over which a jump is not smoothed: a new place, not a movement. */
const jump = 400;
/** Metres a second below which the vehicle stands. */
const standing = 0.3;

interface Leg {
  readonly fix: Fix;
  readonly since: number;
  /** Metres along the route, where the fix lies on it. */
  readonly metres: number | undefined;
  /** What was drawn when the fix came, to part from it smoothly. */
  readonly drawn: Pose | undefined;
}

export function createMotion(): Motion {
  let leg: Leg | undefined;
  let route: RouteTrack | undefined;

  const truth = ({ fix, since, metres }: Leg, now: number): Pose => {
    const passed = Math.min(believed, Math.max(0, now - since)) / 1_000;
    const ahead = fix.speed < standing ? 0 : fix.speed * passed;
    if (metres !== undefined && route !== undefined) {
      const along = Math.min(route.length, metres + ahead);
      const { position, bearing } = alongTrack(route, along);
      return { position, metres: along, heading: fix.speed < standing ? (fix.heading ?? bearing) : bearing };
    }
    if (fix.heading === undefined) return { position: fix.position };
    return { position: pointAt(fix.position, fix.heading, ahead), heading: fix.heading };
  };

  const at = (now: number): Pose | undefined => {
    if (leg === undefined) return undefined;
    const actual = truth(leg, now);
    const { drawn, since } = leg;
    if (drawn === undefined) return actual;
    const heading = actual.heading ?? drawn.heading;
    // What was drawn fades out, so that neither place nor direction ever jumps.
    const faded = Math.exp(-(now - since) / settling);
    const position = faded < 0.002 ? actual.position : between(actual.position, drawn.position, faded);
    const turned =
      heading === undefined || drawn.heading === undefined
        ? heading
        : (heading + turnBetween(heading, drawn.heading) * faded + 360) % 360;
    return {
      position,
      ...(turned === undefined ? {} : { heading: turned }),
      ...(actual.metres === undefined ? {} : { metres: actual.metres }),
    };
  };

  return {
    at,
    accept: (fix, driven, now) => {
      if (fix === undefined) {
        leg = undefined;
        return;
      }
      // Told again, for another reason: it is no newer for that.
      if (fix === leg?.fix && driven === route) return;
      const drawn = at(now);
      const before = leg?.metres ?? 0;
      const sameRoute = route === driven;
      route = driven;
      const near = drawn !== undefined && metresBetween(drawn.position, fix.position) < jump;
      leg = {
        fix,
        since: now,
        metres: metresOn(driven, fix, sameRoute ? before : undefined),
        drawn: near ? drawn : undefined,
      };
    },
    moves: (now) => {
      if (leg === undefined) return false;
      const age = now - leg.since;
      return age < (leg.fix.speed < standing ? settling * 6 : Math.max(believed, settling * 6));
    },
  };
}

function metresOn(route: RouteTrack | undefined, fix: Fix, before: number | undefined): number | undefined {
  if (route === undefined) return undefined;
  const around = before === undefined ? undefined : nearestOnTrack(route, fix.position, before, 300 + fix.speed * 10);
  const found =
    around !== undefined && around.off <= onRoute ? around : nearestOnTrack(route, fix.position, 0, route.length);
  return found !== undefined && found.off <= onRoute ? found.metres : undefined;
}
