import { Type, type Static } from 'typebox';
import { BytesUpTo } from './primitives.ts';

/** A signed document: a DSSE envelope (Dead Simple Signing Envelope 1.0) with one Ed25519 signature, bytes as base64url. */
export const SignedDocument = Type.Object(
  {
    payloadType: Type.String({ maxLength: 100 }),
    payload: BytesUpTo(65_536),
    signatures: Type.Array(
      Type.Object({ keyid: Type.String({ maxLength: 64 }), sig: BytesUpTo(64) }, { additionalProperties: false }),
      { minItems: 1, maxItems: 1 },
    ),
  },
  { additionalProperties: false },
);
export type SignedDocument = Static<typeof SignedDocument>;

export const payloadTypes = {
  connectionInformation: 'application/vnd.naviterm.connection-information+json',
  allocationAnswer: 'application/vnd.naviterm.allocation-answer+json',
  directory: 'application/vnd.naviterm.directory+json',
  rootSuccessor: 'application/vnd.naviterm.root-successor+json',
  authenticationRequired: 'application/vnd.naviterm.authentication-required+json',
  certificate: 'application/vnd.naviterm.certificate+json',
} as const;
export type PayloadType = (typeof payloadTypes)[keyof typeof payloadTypes];
