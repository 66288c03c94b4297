import { Type, type Static } from 'typebox';

/** `report` tells the operator; `revoke` also ends the device, which a restored backup does, too. */
export const ClonePolicy = Type.Union([Type.Literal('report'), Type.Literal('revoke')]);
export type ClonePolicy = Static<typeof ClonePolicy>;

export const AuthenticationSettings = Type.Object(
  {
    /** Seconds that a certificate, and so the admission that it buys, is good for. */
    certificateLifetime: Type.Optional(Type.Integer({ minimum: 10, maximum: 86_400 })),
    /** Seconds after which a device's secret is renewed, at its next authentication. */
    deviceSecretLifetime: Type.Optional(Type.Integer({ minimum: 600, maximum: 3_153_600_000 })),
    /** What happens to a device whose identity has two users. */
    clonedDevices: Type.Optional(ClonePolicy),
  },
  { additionalProperties: false },
);
export type AuthenticationSettings = Static<typeof AuthenticationSettings>;

export const defaultCertificateLifetime = 300;

export const defaultDeviceSecretLifetime = 90 * 86_400;
