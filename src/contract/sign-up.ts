import { Type, type Static } from 'typebox';
import { SignedDocument } from './documents.ts';
import { Bytes, HardwareNumber, MakerId, ModelId } from './primitives.ts';

/** Conversation of a `sign-up` channel (C3, C7, C8), in this order. */
export const UserId = Type.String({ minLength: 3, maxLength: 64, pattern: '^[\\x21-\\x7e]+$' });
export const LicenceNumber = Type.String({ minLength: 4, maxLength: 64, pattern: '^[\\x21-\\x7e]+$' });

/** Bytes of OPAQUE's messages (RFC 9807, ristretto255 and SHA-512). */
export const opaqueBytes = { ke1: 96, ke2: 320, ke3: 64 } as const;

/** 1. OPAQUE (RFC 9807) KE1. Counts as a guess until step 2 succeeds. */
export const LoginStart = Type.Object(
  { step: Type.Literal('login-start'), userId: UserId, startLoginRequest: Bytes(opaqueBytes.ke1) },
  { additionalProperties: false },
);
export const LoginStartReply = Type.Object({ loginResponse: Bytes(opaqueBytes.ke2) }, { additionalProperties: false });

/** 2. KE3, and the MAC that binds OPAQUE to this channel. After its reply the channel's keys are strengthened. */
export const LoginFinish = Type.Object(
  { step: Type.Literal('login-finish'), finishLoginRequest: Bytes(opaqueBytes.ke3), mac: Bytes(32) },
  { additionalProperties: false },
);
export const LoginFinishReply = Type.Object({ mac: Bytes(32) }, { additionalProperties: false });

/** 3. Which terminal this is. C8: with a proved hardware number the licence number is not asked for. */
export const Identify = Type.Object(
  {
    step: Type.Literal('identify'),
    licenceNumber: Type.Optional(LicenceNumber),
    makerId: MakerId,
    modelId: ModelId,
    hardwareNumber: Type.Optional(HardwareNumber),
    deviceCertificate: Type.Optional(SignedDocument),
    /** What the user calls this terminal. */
    terminalName: Type.String({ minLength: 1, maxLength: 60 }),
  },
  { additionalProperties: false },
);

export const SlotId = Bytes(16);
export const RegisteredTerminal = Type.Object(
  {
    slotId: SlotId,
    name: Type.String({ maxLength: 60 }),
    makerId: MakerId,
    modelId: ModelId,
    /** Seconds since it was registered. */
    age: Type.Number({ minimum: 0 }),
  },
  { additionalProperties: false },
);
export type RegisteredTerminal = Static<typeof RegisteredTerminal>;

export const Choice = Type.Union([Type.Literal('add'), Type.Literal('overwrite'), Type.Literal('cancel')]);
export type Choice = Static<typeof Choice>;

/** C7: what the account has and what the operator's policy offers now. */
export const Offer = Type.Object(
  {
    terminals: Type.Array(RegisteredTerminal, { maxItems: 1000 }),
    choices: Type.Array(Choice, { minItems: 1, maxItems: 3 }),
    /** Price of adding this terminal, in the currency's minor unit; 0 within the free limit. */
    fee: Type.Object(
      { amount: Type.Integer({ minimum: 0 }), currency: Type.String({ pattern: '^[A-Z]{3}$' }) },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);
export type Offer = Static<typeof Offer>;

/** 4. */
export const Choose = Type.Object(
  {
    step: Type.Literal('choose'),
    choice: Choice,
    /** Only with `overwrite`: the terminal that is displaced. */
    slotId: Type.Optional(SlotId),
  },
  { additionalProperties: false },
);
/** C3: a new key at each issue, pending until confirmed. */
export const ChooseReply = Type.Object(
  { slotId: SlotId, accessKeyId: Bytes(16), accessKey: Bytes(32) },
  { additionalProperties: false },
);

/** 5. Proof of possession of the access key, after the terminal has written it and read it back. */
export const Confirm = Type.Object(
  { step: Type.Literal('confirm'), proof: Bytes(32) },
  { additionalProperties: false },
);
export const ConfirmReply = Type.Object({ active: Type.Literal(true) }, { additionalProperties: false });

export const SignUpRequest = Type.Union([LoginStart, LoginFinish, Identify, Choose, Confirm]);
export type SignUpRequest = Static<typeof SignUpRequest>;

/** C2: the portal asks for an account, in an `account-issue` channel; the same application gets the same account. */
export const AccountIssueRequest = Type.Object(
  {
    applicationNumber: Type.String({ minLength: 4, maxLength: 40 }),
    /** The plan that was paid for, and how long it runs. */
    plan: Type.String({ minLength: 1, maxLength: 40 }),
    contractSeconds: Type.Integer({ minimum: 60, maximum: 315_360_000 }),
    /** Region ids that the contract covers; `*` covers all. */
    regions: Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { minItems: 1, maxItems: 500 }),
  },
  { additionalProperties: false },
);
export type AccountIssueRequest = Static<typeof AccountIssueRequest>;

export const AccountIssueReply = Type.Object(
  { userId: UserId, password: Type.String({ minLength: 8, maxLength: 128 }), licenceNumber: LicenceNumber },
  { additionalProperties: false },
);
export type AccountIssueReply = Static<typeof AccountIssueReply>;
