import { Type, type Static } from 'typebox';

export const AllocationSettings = Type.Object(
  {
    /** Which part of the allocation information this server cannot do without. */
    stage: Type.Union([Type.Literal('first'), Type.Literal('second')]),
  },
  { additionalProperties: false },
);
export type AllocationSettings = Static<typeof AllocationSettings>;
