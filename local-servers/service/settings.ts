import { Type, type Static } from 'typebox';

export const ServiceSettings = Type.Object(
  {
    /** The operator's limit of what one terminal gets, in bytes per second; without it, what the line gives. */
    rateLimitBytesPerSecond: Type.Optional(Type.Integer({ minimum: 1_024, maximum: 10_000_000_000 })),
    /** Requests of one address (IPv6: one /64) in a minute; without it, what every server takes. */
    requestsPerMinute: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000_000 })),
  },
  { additionalProperties: false },
);
export type ServiceSettings = Static<typeof ServiceSettings>;
