import { Type, type Static } from 'typebox';
import { SignedDocument } from './documents.ts';
import { Bytes, BytesUpTo, HardwareNumber, HttpUrl, MakerId, ModelId, Nonce, ServerId } from './primitives.ts';

/** A1: the terminal's first allocation information. */
export const FirstAllocationInformation = Type.Object({ makerId: MakerId }, { additionalProperties: false });
export type FirstAllocationInformation = Static<typeof FirstAllocationInformation>;

/** A1: the terminal's second allocation information. */
export const SecondAllocationInformation = Type.Object(
  { modelId: ModelId, hardwareNumber: HardwareNumber },
  { additionalProperties: false },
);
export type SecondAllocationInformation = Static<typeof SecondAllocationInformation>;

export const Endpoint = Type.Object(
  {
    url: HttpUrl,
    /** Lower is tried first (RFC 2782). */
    priority: Type.Integer({ minimum: 0, maximum: 65_535 }),
    /** The share among endpoints of one priority (RFC 2782). */
    weight: Type.Integer({ minimum: 0, maximum: 65_535 }),
  },
  { additionalProperties: false },
);
export type Endpoint = Static<typeof Endpoint>;

/**
 * The terminals that a server is there for; what is absent is not restricted. A serial range compares hardware numbers
 * as `compareHardwareNumbers` does and includes both ends.
 */
export const Scope = Type.Object(
  {
    makerId: Type.Optional(MakerId),
    modelId: Type.Optional(ModelId),
    modelPrefix: Type.Optional(ModelId),
    serials: Type.Optional(Type.Object({ from: HardwareNumber, to: HardwareNumber }, { additionalProperties: false })),
  },
  { additionalProperties: false },
);
export type Scope = Static<typeof Scope>;

export const AllocationRole = Type.Union([
  Type.Literal('first-allocation'),
  Type.Literal('second-allocation'),
  Type.Literal('authentication'),
]);
export type AllocationRole = Static<typeof AllocationRole>;

/** G2: connection information, signed by the key that the link above names (the first by the root). */
export const ConnectionInformation = Type.Object(
  {
    role: AllocationRole,
    serverId: ServerId,
    scope: Scope,
    endpoints: Type.Array(Endpoint, { minItems: 1, maxItems: 16 }),
    /** X25519 public key of the server's channels. */
    staticKey: Bytes(32),
    /** Ed25519 public key: an allocation server signs the next step with it, an authentication server its certificates. */
    signingKey: Bytes(32),
    /** SHA-256 of the SubjectPublicKeyInfo of the server's TLS key, where it has one. */
    tlsKey: Type.Optional(Bytes(32)),
    /** A3: which parts of the allocation information this server needs (none for an authentication server). */
    asks: Type.Array(Type.Union([Type.Literal('first'), Type.Literal('second')]), { maxItems: 2 }),
    /** Counts per signing key and scope; a lower one than seen is refused. */
    version: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
  },
  { additionalProperties: false },
);
export type ConnectionInformation = Static<typeof ConnectionInformation>;

/** What an allocation server is asked, inside an `allocation` channel (terminal or service server asks). */
export const AllocationRequest = Type.Object(
  {
    nonce: Nonce,
    first: Type.Optional(FirstAllocationInformation),
    second: Type.Optional(SecondAllocationInformation),
    /** A2: the second part as the terminal sealed it to the directory's allocation sealing key. */
    sealedSecond: Type.Optional(BytesUpTo(512)),
  },
  { additionalProperties: false },
);
export type AllocationRequest = Static<typeof AllocationRequest>;

/** What is inside `sealedSecond`; `binding` is a secret that only the answer's digest shows to have been read. */
export const SealedSecondPart = Type.Object(
  { second: SecondAllocationInformation, binding: Bytes(32) },
  { additionalProperties: false },
);
export type SealedSecondPart = Static<typeof SealedSecondPart>;

/**
 * The payload of a signed allocation answer: connection information of the next server, made for this very request.
 * `binding` is the SHA-256 of the sealed part's binding where one was sent.
 */
export const AllocationAnswer = Type.Object(
  { nonce: Nonce, information: ConnectionInformation, binding: Type.Optional(Bytes(32)) },
  { additionalProperties: false },
);
export type AllocationAnswer = Static<typeof AllocationAnswer>;

export const AllocationReply = Type.Object({ answer: SignedDocument }, { additionalProperties: false });
export type AllocationReply = Static<typeof AllocationReply>;

/** Links of a chain at most: first allocation, second allocation, authentication, and two to spare. */
export const maximumChainLinks = 5;

/** The whole signed chain: the root-signed first link, then one signed answer a hop. */
export const Chain = Type.Object(
  {
    first: SignedDocument,
    answers: Type.Array(SignedDocument, { minItems: 1, maxItems: maximumChainLinks - 1 }),
    /** The nonce that the answers were made for. */
    nonce: Nonce,
  },
  { additionalProperties: false },
);
export type Chain = Static<typeof Chain>;

/** A2: what the terminal gives to the service server, which walks. */
export const ServiceWalkRequest = Type.Object(
  { nonce: Nonce, first: FirstAllocationInformation, sealedSecond: BytesUpTo(512) },
  { additionalProperties: false },
);
export type ServiceWalkRequest = Static<typeof ServiceWalkRequest>;

export const ServiceWalkReply = Type.Object({ chain: Chain }, { additionalProperties: false });
export type ServiceWalkReply = Static<typeof ServiceWalkReply>;

export const serviceWalkPath = '/v1/allocations';
