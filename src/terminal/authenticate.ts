import type { Link } from '../allocation/chain.ts';
import { withChannel } from '../allocation/reach-server.ts';
import type { Walked } from '../allocation/walk.ts';
import { signingKeyOf } from '../allocation/chain.ts';
import { check } from '../contract/check.ts';
import type { DirectoryEntry } from '../contract/directory.ts';
import {
  AdmissionReply,
  admissionPath,
  AuthenticationRequired,
  AuthenticationRequiredInfo,
  Certificate,
  CertificateReply,
  type AdmissionRequest,
  type CertificateRequest,
  type SealedAdmission,
} from '../contract/device-authentication.ts';
import { payloadTypes, type SignedDocument } from '../contract/documents.ts';
import { protocolHeader, protocolVersion } from '../contract/protocol-version.ts';
import { CodedError } from '../errors/coded-error.ts';
import { decodeJson, encodeJson, fromBase64url, toBase64url, utf8 } from '../protocol/bytes.ts';
import { sha256 } from '../protocol/hash.ts';
import { generateEd25519, type KeyPair } from '../protocol/keys.ts';
import { sealToKey } from '../protocol/one-way-sealing.ts';
import { signDeviceRequest, verifyReply } from '../protocol/request-signatures.ts';
import { openDocument } from '../protocol/signed-document.ts';
import { refusal, type HttpResponse } from '../protocol/transport.ts';
import { nextStep, stepMade } from './continuity.ts';
import { withDeviceSecret } from './device-secret.ts';
import { reaching } from './reach.ts';
import type { TerminalContext } from './terminal-context.ts';

/** What a service's demand for device authentication says, checked to be the service's own and made for this request. */
export interface AuthenticationDemand {
  readonly firstAllocation: SignedDocument;
  readonly serviceNonce: string;
}

/**
 * Reads the problem `device.authentication-required` (A1). `terminalNonce` is what the request named.
 * @throws document.*, allocation.answer-stale
 */
export function readDemand(info: unknown, service: DirectoryEntry, terminalNonce: string): AuthenticationDemand {
  const { firstAllocation, statement } = check(AuthenticationRequiredInfo, info, 'network.answer-invalid');
  const signingKey = fromBase64url(service.signingKey, 'document.malformed');
  const said = openDocument(statement, signingKey, payloadTypes.authenticationRequired, AuthenticationRequired);
  const digest = toBase64url(sha256(fromBase64url(firstAllocation.payload, 'document.malformed')));
  if (said.serviceId !== service.id || said.nonce !== terminalNonce || said.firstAllocation !== digest) {
    throw new CodedError('allocation.answer-stale', { detail: 'the demand was not made for this request' });
  }
  return { firstAllocation, serviceNonce: said.serviceNonce };
}

/** A certificate with the key that it was issued for; the private half lives in memory only. */
export interface HeldCertificate {
  readonly document: SignedDocument;
  readonly key: KeyPair;
  readonly serviceNonce: string;
}

/** B1-B3: proves the device and learns that the server knows its secret, too; the certificate comes sealed. */
export async function authenticateDevice(
  context: TerminalContext,
  authentication: Link,
  service: DirectoryEntry,
  serviceNonce: string,
): Promise<HeldCertificate> {
  const { information } = authentication;
  const { serverId } = information;
  const key = generateEd25519();
  const publicKey = toBase64url(key.publicKey);
  const step = await nextStep(context, serverId);
  const reply = await withDeviceSecret(context, (secret) => {
    const how = { purpose: 'device-authentication', secret, ...reaching(context, information) } as const;
    // Asked again elsewhere it is the same step, so nothing is counted twice; only one endpoint is asked at a time.
    return withChannel(information, how, async (channel) => {
      const request: CertificateRequest = { serviceId: service.id, serviceNonce, publicKey, continuity: step };
      const answer = check(CertificateReply, await channel.request(request), 'channel.message-invalid');
      return { answer, next: answer.secret === 'next' ? channel.exportKey('device secret') : undefined };
    });
  });
  await stepMade(context, serverId, step);
  const certificate = openDocument(reply.certificate, signingKeyOf(information), payloadTypes.certificate, Certificate);
  if (
    certificate.serviceId !== service.id ||
    certificate.serviceNonce !== serviceNonce ||
    certificate.publicKey !== publicKey
  ) {
    throw new CodedError('certificate.invalid', { detail: 'the certificate says something else than was asked for' });
  }
  context.tell({ type: 'authenticated', serverId, serviceId: service.id, expiresIn: reply.expiresIn });
  return { document: reply.certificate, key, serviceNonce };
}

/** B4: hands the certificate to the service. The same request sent again after a lost reply gets the same answer. */
export async function presentCertificate(
  context: TerminalContext,
  serviceUrl: string,
  service: DirectoryEntry,
  held: HeldCertificate,
  walked: Walked,
): Promise<AdmissionReply> {
  const url = serviceUrl + admissionPath;
  const presented = encodeJson({ certificate: held.document, chain: walked.chain } satisfies AdmissionRequest);
  const serviceKey = fromBase64url(service.staticKey, 'document.malformed');
  const sealed = sealToKey('sealed-admission', serviceKey, utf8(held.serviceNonce), presented);
  const body = encodeJson({ sealed: toBase64url(sealed) } satisfies SealedAdmission);
  const fields = { 'content-type': 'application/json', [protocolHeader]: String(protocolVersion) };
  const headers = signDeviceRequest({ method: 'POST', url, body, headers: fields }, held.key, held.serviceNonce);
  const response: HttpResponse = await context.ports.transport({
    method: 'POST',
    url,
    headers,
    body,
    maximumBytes: 65_536,
    timeout: 30,
  });
  if (response.status !== 200 && response.status !== 201) throw refusal(response);
  const request = { method: 'POST', targetUri: url, headers };
  verifyReply(
    'device',
    { ...response, request },
    { publicKey: fromBase64url(service.signingKey, 'document.malformed') },
  );
  const reply = check(AdmissionReply, decodeJson(response.body, 'network.answer-invalid'), 'network.answer-invalid');
  context.tell({ type: 'admitted', serviceId: service.id, expiresIn: reply.expiresIn });
  return reply;
}
