import { Type, type Static } from 'typebox';

export const Language = Type.Union([Type.Literal('en'), Type.Literal('ja')]);
export type Language = Static<typeof Language>;

/** Where positions come from. A drive along a route can be simulated whatever is set here. */
export const PositionSource = Type.Union([
  Type.Object({ kind: Type.Literal('none') }, { additionalProperties: false }),
  Type.Object(
    {
      kind: Type.Literal('gpsd'),
      host: Type.String({ minLength: 1, maxLength: 253 }),
      port: Type.Integer({ minimum: 1, maximum: 65_535 }),
    },
    { additionalProperties: false },
  ),
  /** A file, a pipe or a serial device that gives NMEA 0183 sentences. */
  Type.Object(
    { kind: Type.Literal('nmea'), path: Type.String({ minLength: 1, maxLength: 4_096 }) },
    { additionalProperties: false },
  ),
]);
export type PositionSource = Static<typeof PositionSource>;

/** What a user sets on the screen; kept in the terminal's folder. */
export const ScreenSettings = Type.Object(
  {
    language: Language,
    /** 'auto' follows the sun where a position is known, and the system's setting otherwise. */
    theme: Type.Union([Type.Literal('auto'), Type.Literal('day'), Type.Literal('night')]),
    units: Type.Union([Type.Literal('metric'), Type.Literal('imperial')]),
    clock: Type.Union([Type.Literal('24-hour'), Type.Literal('12-hour')]),
    voice: Type.Boolean(),
    /** 0 to 1. */
    volume: Type.Number({ minimum: 0, maximum: 1 }),
    position: PositionSource,
  },
  { additionalProperties: false },
);
export type ScreenSettings = Static<typeof ScreenSettings>;

export const ScreenSettingsChange = Type.Partial(ScreenSettings, { additionalProperties: false });
export type ScreenSettingsChange = Static<typeof ScreenSettingsChange>;
