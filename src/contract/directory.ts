import { Type, type Static } from 'typebox';
import { Endpoint } from './allocation.ts';
import { Bytes, ServerId } from './primitives.ts';

export const DirectoryRole = Type.Union([
  Type.Literal('portal'),
  Type.Literal('accounts'),
  Type.Literal('service'),
  Type.Literal('content-provider'),
  Type.Literal('connection'),
]);
export type DirectoryRole = Static<typeof DirectoryRole>;

/** One server that terminals and servers may talk to outside the allocation chain. */
export const DirectoryEntry = Type.Object(
  {
    id: ServerId,
    role: DirectoryRole,
    endpoints: Type.Array(Endpoint, { minItems: 1, maxItems: 16 }),
    /** X25519: its channels, as responder and (KK) as initiator. */
    staticKey: Bytes(32),
    /** Ed25519: what it signs outside channels. */
    signingKey: Bytes(32),
    /** B4: the service admits only terminals whose device was authenticated. */
    requiresDeviceAuthentication: Type.Boolean(),
  },
  { additionalProperties: false },
);
export type DirectoryEntry = Static<typeof DirectoryEntry>;

/** The directory, signed by the allocation root; every server hands it out. */
export const Directory = Type.Object(
  {
    version: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
    servers: Type.Array(DirectoryEntry, { maxItems: 200 }),
    /** A2: X25519 key to which terminals seal the second part on the service-walked route. */
    allocationSealingKey: Bytes(32),
  },
  { additionalProperties: false },
);
export type Directory = Static<typeof Directory>;

export const directoryPath = '/v1/directory';
