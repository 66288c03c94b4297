import { Type, type Static } from 'typebox';

/** Longitude and latitude in degrees (WGS 84), as in GeoJSON (RFC 7946, section 3.1.1). */
export const LongitudeLatitude = Type.Tuple([
  Type.Number({ minimum: -180, maximum: 180 }),
  Type.Number({ minimum: -90, maximum: 90 }),
]);
export type LongitudeLatitude = Static<typeof LongitudeLatitude>;

/** West, south, east, north in degrees. */
export const Bounds = Type.Tuple([Type.Number(), Type.Number(), Type.Number(), Type.Number()]);
export type Bounds = Static<typeof Bounds>;

export const PlaceKind = Type.Union([
  Type.Literal('place'),
  Type.Literal('street'),
  Type.Literal('address'),
  Type.Literal('poi'),
  /** A point that somebody touched on the map. */
  Type.Literal('point'),
]);
export type PlaceKind = Static<typeof PlaceKind>;

/** A place that can be shown and driven to. */
export const Place = Type.Object(
  {
    /** Within its region; the same in every version that has the place. */
    id: Type.String({ minLength: 1, maxLength: 80 }),
    kind: PlaceKind,
    name: Type.String({ minLength: 1, maxLength: 200 }),
    /** What it is, as the map's schema classes it: `fuel`, `school`, `suburb`, `residential`. */
    category: Type.String({ maxLength: 40 }),
    /** Where it is, in words: the suburb or the city. */
    area: Type.Optional(Type.String({ maxLength: 200 })),
    position: LongitudeLatitude,
  },
  { additionalProperties: false },
);
export type Place = Static<typeof Place>;

export const FoundPlace = Type.Object(
  { place: Place, /** Metres from where it was asked near. */ distance: Type.Optional(Type.Number({ minimum: 0 })) },
  { additionalProperties: false },
);
export type FoundPlace = Static<typeof FoundPlace>;
