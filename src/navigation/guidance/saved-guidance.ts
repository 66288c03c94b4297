import { Type, type Static } from 'typebox';
import { check } from '../../contract/check.ts';
import { LongitudeLatitude, Place } from '../../contract/screen/geography.ts';

/** What guidance is taken up again from after a crash: the way is planned anew from the position. */
export const SavedGuidance = Type.Object(
  {
    format: Type.Literal(1),
    to: Place,
    simulated: Type.Boolean(),
    /** Where one was, and which way one drove, so that the new way does not begin with a U-turn. */
    position: LongitudeLatitude,
    heading: Type.Optional(Type.Number({ minimum: 0, maximum: 360 })),
    /** Metres driven of the way as it was. */
    progress: Type.Number({ minimum: 0 }),
  },
  { additionalProperties: false },
);
export type SavedGuidance = Static<typeof SavedGuidance>;

/** @param value as it was read from the terminal's folder @throws store.unreadable */
export function readSavedGuidance(value: unknown): SavedGuidance {
  return check(SavedGuidance, value, 'store.unreadable');
}
