import { check } from '../../../src/contract/check.ts';
import {
  CertificateRequest,
  type Certificate,
  type CertificateReply,
} from '../../../src/contract/device-authentication.ts';
import type { Directory } from '../../../src/contract/directory.ts';
import { payloadTypes } from '../../../src/contract/documents.ts';
import { CodedError } from '../../../src/errors/coded-error.ts';
import { fromBase64url, toBase64url } from '../../../src/protocol/bytes.ts';
import type { KeyPair } from '../../../src/protocol/keys.ts';
import { randomBytes } from '../../../src/protocol/random.ts';
import { signDocument } from '../../../src/protocol/signed-document.ts';
import type { Audit } from '../../kit/audit.ts';
import type { ChannelDefinition } from '../../kit/channel/register-channel.ts';
import type { ServerClock } from '../../kit/clock.ts';
import { isCheckingService } from '../services.ts';
import { SqlCertificateStore } from '../store/certificate-store.ts';
import { SqlDeviceStore } from '../store/device-store.ts';

export interface IssueOptions {
  readonly serverId: string;
  readonly signingKey: KeyPair;
  readonly directory: Directory;
  /** Seconds. */
  readonly lifetime: number;
  readonly secretFor: (deviceId: Uint8Array) => Promise<Uint8Array>;
  readonly clock: ServerClock;
  readonly audit: Audit;
}

/**
 * The `device-authentication` channel. Its handshake is B1 and B2: message 2 proves the server, message 3 the terminal,
 * under the device secret and fresh keys. This is what message 3 asks for and message 4 brings: B3.
 */
export function certificateIssue(options: IssueOptions): ChannelDefinition {
  const { serverId, signingKey, directory, lifetime, clock, audit } = options;
  return {
    purpose: 'device-authentication',
    secretFor: options.secretFor,
    async handle(value, call) {
      const { serviceId, serviceNonce, publicKey } = check(CertificateRequest, value, 'request.malformed');
      for (const bytes of [serviceNonce, publicKey]) fromBase64url(bytes);
      const subject = toBase64url(call.identifier);
      const certificateId = randomBytes(32);
      const certificate: Certificate = {
        certificateId: toBase64url(certificateId),
        authenticationServerId: serverId,
        serviceId,
        serviceNonce,
        publicKey,
        lifetime,
      };
      const result: CertificateReply = {
        certificate: signDocument(signingKey, payloadTypes.certificate, certificate),
        expiresIn: lifetime,
      };
      return async (tx) => {
        const refuse = async (code: 'service.unknown' | 'channel.handshake-failed') => {
          await audit.record(tx, { action: 'certificate.issue', outcome: 'refused', code, subject });
          return { refuse: new CodedError(code) };
        };
        // Revoked since the handshake.
        if ((await new SqlDeviceStore(tx).active(call.identifier)) === undefined)
          return refuse('channel.handshake-failed');
        if (!isCheckingService(directory, serviceId)) return refuse('service.unknown');
        const expiresAt = clock.now() + lifetime;
        await new SqlCertificateStore(tx).add({ certificateId, deviceId: call.identifier, serviceId, expiresAt });
        await audit.record(tx, { action: 'certificate.issue', outcome: 'ok', subject, details: { serviceId } });
        return { result };
      };
    },
  };
}
