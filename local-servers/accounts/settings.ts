import { Type, type Static } from 'typebox';

export const AccountsSettings = Type.Object(
  {
    /** C4: seconds that a session lives. */
    sessionLifetime: Type.Number({ minimum: 1, maximum: 86_400, default: 300 }),
    /** C4, C6: seconds after which no extension lets a session live on; up to `sessionLifetime`, none does. */
    maximumSessionLifetime: Type.Number({ minimum: 0, maximum: 604_800, default: 3_600 }),
    /** Seconds in which a new session must be used for the first time. */
    provisionalLifetime: Type.Number({ minimum: 1, maximum: 600, default: 60 }),
    /** C7: terminals that an account has without a fee. */
    freeLimit: Type.Integer({ minimum: 1, maximum: 1000, default: 3 }),
  },
  { additionalProperties: false },
);
export type AccountsSettings = Static<typeof AccountsSettings>;

export const defaultAccountsSettings: AccountsSettings = {
  sessionLifetime: 300,
  maximumSessionLifetime: 3_600,
  provisionalLifetime: 60,
  freeLimit: 3,
};
