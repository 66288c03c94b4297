import { Type, type Static } from 'typebox';
import { Chain } from './allocation.ts';
import { SignedDocument } from './documents.ts';
import { Bytes, BytesUpTo, MakerId, ModelId, Nonce, Seconds, ServerId } from './primitives.ts';

/** A service nonce: 8 bytes time, 16 random, 32 MAC; only its maker can read it. */
export const ServiceNonce = Bytes(56);

/** Header in which a terminal names a fresh nonce, so that an unauthenticated refusal is provably made for it. */
export const terminalNonceHeader = 'naviterm-nonce';

/**
 * A1: `info` of the problem `device.authentication-required`. `statement` is signed with the service's directory key and
 * holds `AuthenticationRequired`.
 */
export const AuthenticationRequiredInfo = Type.Object(
  { firstAllocation: SignedDocument, statement: SignedDocument },
  { additionalProperties: false },
);
export type AuthenticationRequiredInfo = Static<typeof AuthenticationRequiredInfo>;

export const AuthenticationRequired = Type.Object(
  {
    serviceId: ServerId,
    /** What the terminal sent in `Naviterm-Nonce`; absent where it sent none. */
    nonce: Type.Optional(Nonce),
    serviceNonce: ServiceNonce,
    /** SHA-256 of the payload of the first allocation server's connection information. */
    firstAllocation: Bytes(32),
  },
  { additionalProperties: false },
);
export type AuthenticationRequired = Static<typeof AuthenticationRequired>;

/**
 * Where the device's last authentication led to, and where this one leads: fresh, random, written down before it is sent and
 * the same until it is known to have arrived. Two users of one identity cannot both follow from one place unnoticed.
 */
export const ContinuityStep = Type.Object({ from: Bytes(16), to: Bytes(16) }, { additionalProperties: false });
export type ContinuityStep = Static<typeof ContinuityStep>;

/** `from` of a device's first authentication. */
export const continuityStart = 'A'.repeat(22);

/** B1-B3: first message in a `device-authentication` channel. */
export const CertificateRequest = Type.Object(
  {
    serviceId: ServerId,
    serviceNonce: ServiceNonce,
    /** Ed25519 public key, made for this authentication alone. */
    publicKey: Bytes(32),
    continuity: ContinuityStep,
  },
  { additionalProperties: false },
);
export type CertificateRequest = Static<typeof CertificateRequest>;

/** B3: certificate information; signed by the authentication server, opaque to everybody else, no device id in it. */
export const Certificate = Type.Object(
  {
    certificateId: Bytes(32),
    authenticationServerId: ServerId,
    serviceId: ServerId,
    serviceNonce: ServiceNonce,
    publicKey: Bytes(32),
    /** Seconds from its issue, counted by the authentication server. */
    lifetime: Seconds,
  },
  { additionalProperties: false },
);
export type Certificate = Static<typeof Certificate>;

export const CertificateReply = Type.Object(
  {
    certificate: SignedDocument,
    expiresIn: Seconds,
    /** `next`: the device's next secret is what this channel exports for it. Words of one length: lengths tell nothing. */
    secret: Type.Union([Type.Literal('keep'), Type.Literal('next')]),
  },
  { additionalProperties: false },
);
export type CertificateReply = Static<typeof CertificateReply>;

/** B4: what the terminal presents: a certificate, and the chain that leads to the server which made it. */
export const AdmissionRequest = Type.Object(
  { certificate: SignedDocument, chain: Chain },
  { additionalProperties: false },
);
export type AdmissionRequest = Static<typeof AdmissionRequest>;

/**
 * How it travels, in a request signed (Ed25519) with the key that the certificate names: sealed to the service's static key
 * and bound to the service nonce. A chain is kept and shown again, so in the open it would link a terminal's visits.
 */
export const SealedAdmission = Type.Object({ sealed: BytesUpTo(47_000) }, { additionalProperties: false });
export type SealedAdmission = Static<typeof SealedAdmission>;

export const AdmissionReply = Type.Object({ expiresIn: Seconds }, { additionalProperties: false });
export type AdmissionReply = Static<typeof AdmissionReply>;

export const admissionPath = '/v1/admissions';

/** B4: a service server has a certificate checked, in a `certificate-check` channel. */
export const CertificateCheck = Type.Object(
  {
    /** Random, chosen by the service; the same check asked again gets the same answer. */
    checkId: Bytes(16),
    certificate: SignedDocument,
  },
  { additionalProperties: false },
);
export type CertificateCheck = Static<typeof CertificateCheck>;

export const CertificateCheckReply = Type.Object(
  {
    /** The device as this one service knows it: nobody can link it to another service's. */
    pseudonym: BytesUpTo(32),
    makerId: MakerId,
    modelId: ModelId,
    expiresIn: Seconds,
  },
  { additionalProperties: false },
);
export type CertificateCheckReply = Static<typeof CertificateCheckReply>;
