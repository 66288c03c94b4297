import { check } from '../../../src/contract/check.ts';
import {
  CertificateRequest,
  type Certificate,
  type CertificateReply,
  type ContinuityStep,
} from '../../../src/contract/device-authentication.ts';
import type { Directory } from '../../../src/contract/directory.ts';
import { payloadTypes } from '../../../src/contract/documents.ts';
import { CodedError } from '../../../src/errors/coded-error.ts';
import { fromBase64url, toBase64url } from '../../../src/protocol/bytes.ts';
import { splitDeviceIdentifier } from '../../../src/protocol/device-identity.ts';
import { randomBytes } from '../../../src/protocol/random.ts';
import { signDocument } from '../../../src/protocol/signed-document.ts';
import type { Audit } from '../../kit/audit.ts';
import type { ChannelCall, ChannelDefinition } from '../../kit/channel/register-channel.ts';
import type { SqlExecutor } from '../../kit/storage/database.ts';
import type { ServerClock } from '../../kit/clock.ts';
import type { Logger } from '../../kit/logging.ts';
import { signingKeyFor, type KeyHolder } from '../../kit/server-keys.ts';
import { followStep } from '../continuity.ts';
import { namedSecret, sealDeviceSecret } from '../device-secrets.ts';
import { isCheckingService } from '../services.ts';
import type { ClonePolicy } from '../settings.ts';
import { SqlCertificateStore } from '../store/certificate-store.ts';
import { SqlContinuityStore } from '../store/continuity-store.ts';
import { SqlDeviceSecretStore } from '../store/device-secret-store.ts';
import { SqlDeviceStore } from '../store/device-store.ts';

export interface IssueOptions {
  readonly serverId: string;
  readonly keys: KeyHolder;
  readonly masterKey: Uint8Array;
  readonly directory: Directory;
  /** Seconds. */
  readonly lifetime: number;
  /** Seconds after which a device's secret is renewed. */
  readonly secretLifetime: number;
  readonly clonePolicy: ClonePolicy;
  readonly secretFor: (identifier: Uint8Array) => Promise<Uint8Array>;
  readonly clock: ServerClock;
  readonly audit: Audit;
  readonly logger: Logger;
}

/**
 * The `device-authentication` channel. Its handshake is B1 and B2: message 2 proves the server, message 3 the terminal,
 * under the device secret and fresh keys. This is what message 3 asks for and message 4 brings: B3.
 */
export function certificateIssue(options: IssueOptions): ChannelDefinition {
  const { serverId, keys, directory, lifetime, clock, audit } = options;
  return {
    purpose: 'device-authentication',
    oneMessage: true,
    secretFor: options.secretFor,
    async handle(value, call) {
      const { continuity, ...wanted } = check(CertificateRequest, value, 'request.malformed');
      for (const bytes of [wanted.serviceNonce, wanted.publicKey]) fromBase64url(bytes);
      const { deviceId } = splitDeviceIdentifier(call.identifier);
      const subject = toBase64url(deviceId);
      const certificateId = randomBytes(32);
      const certificate: Certificate = {
        certificateId: toBase64url(certificateId),
        authenticationServerId: serverId,
        ...wanted,
        lifetime,
      };
      const document = signDocument(signingKeyFor(keys, call.staticKeyId), payloadTypes.certificate, certificate);
      const { serviceId } = wanted;
      return async (tx) => {
        const refuse = async (code: 'service.unknown' | 'channel.handshake-failed') => {
          await audit.record(tx, { action: 'certificate.issue', outcome: 'refused', code, subject });
          return { refuse: new CodedError(code) };
        };
        const used = await usedSecret(tx, call);
        // Revoked, or the secret replaced, since the handshake.
        if (used === undefined) return refuse('channel.handshake-failed');
        if (!isCheckingService(directory, serviceId)) return refuse('service.unknown');
        if (!(await follow(tx, { deviceId, continuity }, options))) return refuse('channel.handshake-failed');
        const now = clock.now();
        const secret = await renewal(tx, { deviceId, used, call }, options);
        await new SqlDeviceStore(tx).noteAuthentication(deviceId, now);
        await new SqlCertificateStore(tx).add({ certificateId, deviceId, serviceId, expiresAt: now + lifetime });
        await audit.record(tx, { action: 'certificate.issue', outcome: 'ok', subject, details: { serviceId } });
        const result: CertificateReply = { certificate: document, expiresIn: lifetime, secret };
        return { result };
      };
    },
  };
}

/** Which of the device's secrets opened the channel; undefined where it is none of its secrets any more. */
async function usedSecret(tx: SqlExecutor, call: ChannelCall): Promise<'current' | 'next' | undefined> {
  const { deviceId, secretId } = splitDeviceIdentifier(call.identifier);
  const stored = await new SqlDeviceSecretStore(tx).ofDevice(deviceId);
  return stored && namedSecret(stored, secretId);
}

/** B1: notices two users of one identity. @returns false where the operator wants such a device revoked, and it now is */
async function follow(
  tx: SqlExecutor,
  { deviceId, continuity }: { readonly deviceId: Uint8Array; readonly continuity: ContinuityStep },
  { clock, audit, logger, clonePolicy }: IssueOptions,
): Promise<boolean> {
  if (await followStep(new SqlContinuityStore(tx), deviceId, continuity, clock.now())) return true;
  const subject = toBase64url(deviceId);
  await audit.record(tx, { action: 'device.suspect', outcome: 'ok', subject, details: { policy: clonePolicy } });
  logger.warn({ device: subject, policy: clonePolicy }, 'two users of one device identity, or a restored backup');
  if (clonePolicy === 'report') return true;
  await new SqlDeviceStore(tx).revoke(deviceId);
  await audit.record(tx, { action: 'device.revoke', outcome: 'ok', subject });
  return false;
}

/**
 * The secret that was used for the first time takes the old one's place; one that has served its time gets a successor,
 * which both sides take from the channel and nobody sends. Until that is used, the old one stays good.
 */
async function renewal(
  tx: SqlExecutor,
  {
    deviceId,
    used,
    call,
  }: { readonly deviceId: Uint8Array; readonly used: 'current' | 'next'; readonly call: ChannelCall },
  { clock, audit, masterKey, secretLifetime }: IssueOptions,
): Promise<CertificateReply['secret']> {
  const store = new SqlDeviceSecretStore(tx);
  const subject = toBase64url(deviceId);
  if (used === 'next') {
    await store.promote(deviceId, clock.now());
    await audit.record(tx, { action: 'device-secret.confirm', outcome: 'ok', subject });
    return 'keep';
  }
  if (clock.now() < (await store.inUseSince(deviceId)) + secretLifetime) return 'keep';
  await store.offer(deviceId, sealDeviceSecret(masterKey, deviceId, call.exportKey('device secret')));
  await audit.record(tx, { action: 'device-secret.offer', outcome: 'ok', subject });
  return 'next';
}
