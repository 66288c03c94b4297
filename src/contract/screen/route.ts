import { Type, type Static } from 'typebox';
import { Bounds, LongitudeLatitude, Place } from './geography.ts';

export const ManoeuvreKind = Type.Union([
  Type.Literal('depart'),
  Type.Literal('continue'),
  Type.Literal('slight-left'),
  Type.Literal('left'),
  Type.Literal('sharp-left'),
  Type.Literal('slight-right'),
  Type.Literal('right'),
  Type.Literal('sharp-right'),
  Type.Literal('u-turn'),
  Type.Literal('roundabout'),
  Type.Literal('ramp-left'),
  Type.Literal('ramp-right'),
  Type.Literal('merge'),
  Type.Literal('arrive'),
]);
export type ManoeuvreKind = Static<typeof ManoeuvreKind>;

/** One thing to do on the way. */
export const Manoeuvre = Type.Object(
  {
    kind: ManoeuvreKind,
    /** Index of the point of the route's line where it is done. */
    at: Type.Integer({ minimum: 0 }),
    /** Metres from the route's start. */
    distance: Type.Number({ minimum: 0 }),
    /** The road that it leads into, where that has a name. */
    road: Type.Optional(Type.String({ maxLength: 200 })),
    /** Of a roundabout: which exit, counted from 1. */
    exit: Type.Optional(Type.Integer({ minimum: 1, maximum: 30 })),
    /** What it says, in the user's language. */
    words: Type.String({ maxLength: 400 }),
  },
  { additionalProperties: false },
);
export type Manoeuvre = Static<typeof Manoeuvre>;

/** A planned route, as the screen draws it. */
export const PlannedRoute = Type.Object(
  {
    id: Type.String({ minLength: 1, maxLength: 40 }),
    to: Place,
    /** Metres. */
    distance: Type.Number({ minimum: 0 }),
    /** Seconds at the speeds of the roads' classes. */
    duration: Type.Number({ minimum: 0 }),
    line: Type.Array(LongitudeLatitude, { minItems: 1, maxItems: 200_000 }),
    bounds: Bounds,
    manoeuvres: Type.Array(Manoeuvre, { maxItems: 10_000 }),
  },
  { additionalProperties: false },
);
export type PlannedRoute = Static<typeof PlannedRoute>;

/** A position as the terminal believes it now. */
export const Fix = Type.Object(
  {
    position: LongitudeLatitude,
    /** Degrees clockwise from north; absent while standing. */
    heading: Type.Optional(Type.Number({ minimum: 0, maximum: 360 })),
    /** Metres a second. */
    speed: Type.Number({ minimum: 0 }),
    /** Radius in metres, where the source tells. */
    accuracy: Type.Optional(Type.Number({ minimum: 0 })),
    simulated: Type.Boolean(),
  },
  { additionalProperties: false },
);
export type Fix = Static<typeof Fix>;

const guiding = {
  routeId: Type.String(),
  to: Place,
  simulated: Type.Boolean(),
  /** The next thing to do, by its index in the route's list, and the metres to it. */
  next: Type.Integer({ minimum: 0 }),
  distanceToNext: Type.Number({ minimum: 0 }),
  /** Metres and seconds to the destination. */
  distanceLeft: Type.Number({ minimum: 0 }),
  durationLeft: Type.Number({ minimum: 0 }),
  /** The road that one is on. */
  road: Type.Optional(Type.String()),
  /** Kilometres an hour that the road's sign allows, where the map knows it. */
  speedLimit: Type.Optional(Type.Number()),
};

/** Topic `guidance`. */
export const GuidanceState = Type.Union([
  Type.Object({ state: Type.Literal('none') }, { additionalProperties: false }),
  Type.Object({ state: Type.Literal('guiding'), ...guiding }, { additionalProperties: false }),
  Type.Object({ state: Type.Literal('rerouting'), ...guiding }, { additionalProperties: false }),
  Type.Object({ state: Type.Literal('arrived'), routeId: Type.String(), to: Place }, { additionalProperties: false }),
]);
export type GuidanceState = Static<typeof GuidanceState>;
