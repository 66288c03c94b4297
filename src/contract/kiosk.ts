import { Type, type Static } from 'typebox';
import { Bytes } from './primitives.ts';

/** The operator's PIN, of which only this is kept: scrypt (RFC 7914) with r = 8, p = 1. */
export const HashedPin = Type.Object(
  {
    salt: Bytes(16),
    hash: Bytes(32),
    /** N as a power of two; 16 takes 64 MiB. */
    logN: Type.Integer({ minimum: 14, maximum: 18 }),
  },
  { additionalProperties: false },
);
export type HashedPin = Static<typeof HashedPin>;

/** `kiosk.json` in the terminal's folder, written by `naviterm kiosk set-up`. */
export const KioskConfiguration = Type.Object(
  {
    pin: HashedPin,
    /** Seconds without a touch after which the next visitor finds the start again. */
    idleSeconds: Type.Integer({ minimum: 10, maximum: 86_400 }),
    /** Whether a visitor who signed in is signed out then. */
    signOutWhenIdle: Type.Boolean(),
  },
  { additionalProperties: false },
);
export type KioskConfiguration = Static<typeof KioskConfiguration>;
