import { Type, type Static } from 'typebox';

/** Which step failed, in words that a user knows. */
export const FailedStep = Type.Enum([
  'network',
  'allocation',
  'authentication',
  'account',
  'contract',
  'card',
  'map',
  'keyring',
  'storage',
  'servers',
  'position',
  'route',
  'application',
]);
export type FailedStep = Static<typeof FailedStep>;

/** What the user can do now. */
export const Remedy = Type.Enum([
  'wait',
  'try-again',
  'check-typing',
  'sign-in',
  'unlock-keyring',
  'free-space',
  'download-again',
  'choose-another',
  'call-operator',
]);
export type Remedy = Static<typeof Remedy>;

/** An error on its way to the screen: never just its words. */
export const Failure = Type.Object(
  {
    step: FailedStep,
    /** One of the error table's, for the operator. */
    code: Type.String({ maxLength: 80 }),
    remedy: Remedy,
    /** What happened here, for the operator; never a secret. */
    detail: Type.Optional(Type.String({ maxLength: 1_000 })),
    /** Seconds until the same can be tried again, where the server said so. */
    retryAfter: Type.Optional(Type.Number({ minimum: 0 })),
  },
  { additionalProperties: false },
);
export type Failure = Static<typeof Failure>;
