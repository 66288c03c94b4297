import { Type, type Static } from 'typebox';

export const AuthenticationSettings = Type.Object(
  {
    /** Seconds that a certificate, and so the admission that it buys, is good for. */
    certificateLifetime: Type.Optional(Type.Integer({ minimum: 10, maximum: 86_400 })),
  },
  { additionalProperties: false },
);
export type AuthenticationSettings = Static<typeof AuthenticationSettings>;

export const defaultCertificateLifetime = 300;
