import { Type, type Static } from 'typebox';
import { Bytes, BytesUpTo, Seconds, ServerId } from './primitives.ts';
import { RegisteredTerminal, SlotId } from './sign-up.ts';

/** C4: first message of a `session` channel (NKpsk2 under the access key; message 1 held the access key id). */
export const SessionOpen = Type.Object(
  {
    step: Type.Literal('open'),
    /** Directory ids of the services that the session is for; the account server itself is always one. */
    audiences: Type.Array(ServerId, { maxItems: 16 }),
    /** The key that the services' admissions belong to, and its signature over the channel (`deviceBindingStatement`). */
    device: Type.Optional(Type.Object({ publicKey: Bytes(32), signature: Bytes(64) }, { additionalProperties: false })),
  },
  { additionalProperties: false },
);
export type SessionOpen = Static<typeof SessionOpen>;

/** C3: a key whose confirmation was lost is confirmed here; the channel itself proves possession. */
export const SessionConfirm = Type.Object({ step: Type.Literal('confirm') }, { additionalProperties: false });

/** Revokes the access key of this terminal and all its sessions (sign out, "forget this car"). */
export const SessionSignOut = Type.Object({ step: Type.Literal('sign-out') }, { additionalProperties: false });

export const SessionRequest = Type.Union([SessionOpen, SessionConfirm, SessionSignOut]);
export type SessionRequest = Static<typeof SessionRequest>;

export const ContractSummary = Type.Object(
  {
    plan: Type.String({ maxLength: 40 }),
    regions: Type.Array(Type.String({ maxLength: 64 }), { maxItems: 500 }),
    expiresIn: Seconds,
  },
  { additionalProperties: false },
);
export type ContractSummary = Static<typeof ContractSummary>;

export const SessionReply = Type.Object(
  {
    /** Each audience with the handle that it knows the session by: the account server and those that were asked for. */
    audiences: Type.Array(Type.Object({ id: ServerId, handle: Bytes(16) }, { additionalProperties: false }), {
      maxItems: 17,
    }),
    expiresIn: Seconds,
    /** The account server's time, seconds since 1970: judges nothing but the expiry of map metadata. */
    serverTime: Type.Number(),
    userId: Type.String({ maxLength: 64 }),
    contract: ContractSummary,
  },
  { additionalProperties: false },
);
export type SessionReply = Static<typeof SessionReply>;

export const SessionDone = Type.Object({ done: Type.Literal(true) }, { additionalProperties: false });
export type SessionDone = Static<typeof SessionDone>;

/** C4: a signed request to the account server; a live session is told to go on. */
export const currentSessionPath = '/v1/sessions/current';
export const CurrentSessionReply = Type.Object(
  { state: Type.Literal('go-on'), expiresIn: Seconds, contract: ContractSummary },
  { additionalProperties: false },
);
export type CurrentSessionReply = Static<typeof CurrentSessionReply>;

/** C7: a signed request to the account server: which terminals the account has, answered by `SealedTerminals`. */
export const terminalsPath = '/v1/terminals';
export const TerminalsReply = Type.Object(
  {
    /** In the order in which they were registered. */
    terminals: Type.Array(RegisteredTerminal, { minItems: 1, maxItems: 1000 }),
    /** The one among them that asks. */
    thisSlotId: SlotId,
  },
  { additionalProperties: false },
);
export type TerminalsReply = Static<typeof TerminalsReply>;

/**
 * G1: `TerminalsReply` as it travels: RFC 8188 under a key derived from the audience key. Names and slots are the same in
 * each answer, and would tell a watcher that two visits are the same user's.
 */
export const SealedTerminals = Type.Object({ sealed: BytesUpTo(786_432) }, { additionalProperties: false });

/**
 * Session-signed requests to the account server that change something: the counter of each passes a window, and the
 * effect of all requests under one `idempotencyKey` (fresh and random for each wish) happens once. The key stands in the
 * content, so that the signature covers it by way of the Content-Digest.
 */
const idempotencyKey = Bytes(16);

/** C4, C6: lets the session live on under the same keys. */
export const sessionExtensionPath = '/v1/sessions/current/extension';
export const SessionExtension = Type.Object(
  {
    idempotencyKey,
    /** How long it shall live from now on; as long as a new session where it does not say, and never longer. */
    lifetime: Type.Optional(Seconds),
  },
  { additionalProperties: false },
);
export type SessionExtension = Static<typeof SessionExtension>;

/** Counted from when the first request under the idempotency key was sent. */
export const SessionExtensionReply = Type.Object({ expiresIn: Seconds }, { additionalProperties: false });
export type SessionExtensionReply = Static<typeof SessionExtensionReply>;

/** C4: ends the session, answered by `SessionDone`. */
export const sessionEndPath = '/v1/sessions/current/end';
export const SessionEnd = Type.Object({ idempotencyKey }, { additionalProperties: false });
export type SessionEnd = Static<typeof SessionEnd>;

/** C5, C9: a service shows a handle and the signed request that came with it, in a `session-check` channel. */
export const SessionCheck = Type.Object(
  {
    handle: Bytes(16),
    /** The RFC 9421 signature base of the terminal's request, and its signature: the key is told only for a proof. */
    signatureBase: BytesUpTo(4_096),
    signature: Bytes(32),
  },
  { additionalProperties: false },
);
export type SessionCheck = Static<typeof SessionCheck>;

export const SessionCheckReply = Type.Object(
  {
    audienceKey: Bytes(32),
    /** The user as this one service knows it. */
    pseudonym: Bytes(32),
    contract: ContractSummary,
    expiresIn: Seconds,
    /** B4: where present, only an admission of this key goes with the session. */
    deviceKey: Type.Optional(Bytes(32)),
  },
  { additionalProperties: false },
);
export type SessionCheckReply = Static<typeof SessionCheckReply>;

/** Bytes of the region key as it is delivered: RFC 8188 under a key derived from the audience key. */
export const SealedRegionKey = Type.Object({ sealed: BytesUpTo(200) }, { additionalProperties: false });
