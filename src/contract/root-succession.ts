import { Type, type Static } from 'typebox';
import { SignedDocument } from './documents.ts';
import { Bytes } from './primitives.ts';

/** G2: what a root says of the one that takes its place. */
export const RootSuccessor = Type.Object(
  {
    /** Ed25519 public key of the new root. */
    publicKey: Bytes(32),
    /** The lowest acceptable version of what the new root signs. */
    lowestVersion: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
  },
  { additionalProperties: false },
);
export type RootSuccessor = Static<typeof RootSuccessor>;

/** Changes of the root that are kept; who is further behind needs a new configuration. */
export const maximumRootSuccessors = 64;

/** Each signed by the root before it, the oldest first. */
export const RootSuccessors = Type.Object(
  { successors: Type.Array(SignedDocument, { maxItems: maximumRootSuccessors }) },
  { additionalProperties: false },
);
export type RootSuccessors = Static<typeof RootSuccessors>;

export const rootSuccessorsPath = '/v1/root-successors';
