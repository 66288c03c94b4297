import type { LongitudeLatitude } from '../contract/screen/geography.ts';

/** Classes of road that a car may drive, from the fastest. */
export const roadClasses = [
  'motorway',
  'trunk',
  'primary',
  'secondary',
  'tertiary',
  'minor',
  'residential',
  'living-street',
  'service',
  'track',
] as const;
export type RoadClass = (typeof roadClasses)[number];

/** A way out of a junction that the route does not take, and that a car might. */
export interface OtherWay {
  /** Degrees clockwise from north in which it leaves. */
  readonly bearing: number;
  readonly roadClass: RoadClass;
  readonly ramp: boolean;
}

/** A stretch of road between two junctions, in the direction in which the route drives it. */
export interface RouteStretch {
  /** Two points at least; the last is the first of the next stretch. */
  readonly line: readonly LongitudeLatitude[];
  /** Metres. */
  readonly length: number;
  /** Seconds, with what the turn into it costs. */
  readonly duration: number;
  readonly name?: string;
  /** Number of the road, such as "5" or "IB". */
  readonly ref?: string;
  readonly roadClass: RoadClass;
  readonly ramp: boolean;
  readonly roundabout: boolean;
  /** Kilometres an hour that it is driven at. */
  readonly speed: number;
  /** Kilometres an hour that its sign allows, where the map knows it. */
  readonly speedLimit?: number;
  /** At its end. */
  readonly otherWays: readonly OtherWay[];
}

/** A way from one position to another; the first and last stretch are cut where it starts and ends. */
export interface Route {
  readonly stretches: readonly RouteStretch[];
  /** Metres. */
  readonly length: number;
  /** Seconds. */
  readonly duration: number;
}
