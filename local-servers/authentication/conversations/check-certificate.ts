import { check } from '../../../src/contract/check.ts';
import {
  Certificate,
  CertificateCheck,
  type CertificateCheckReply,
} from '../../../src/contract/device-authentication.ts';
import type { Directory } from '../../../src/contract/directory.ts';
import { payloadTypes, type SignedDocument } from '../../../src/contract/documents.ts';
import { CodedError } from '../../../src/errors/coded-error.ts';
import type { ErrorCode } from '../../../src/errors/codes.ts';
import { fromBase64url, toBase64url } from '../../../src/protocol/bytes.ts';
import { openDocument } from '../../../src/protocol/signed-document.ts';
import type { Audit } from '../../kit/audit.ts';
import type { ChannelDefinition } from '../../kit/channel/register-channel.ts';
import type { ServerClock } from '../../kit/clock.ts';
import { verifyingKeys, type KeyHolder } from '../../kit/server-keys.ts';
import type { SqlExecutor } from '../../kit/storage/database.ts';
import { serviceStaticKey } from '../services.ts';
import { SqlCertificateStore } from '../store/certificate-store.ts';
import { SqlDeviceStore } from '../store/device-store.ts';

export interface CheckOptions {
  /** Whose signing keys this server's certificates are signed with. */
  readonly keys: KeyHolder;
  readonly directory: Directory;
  readonly pseudonymOf: (serviceId: string, deviceId: Uint8Array) => Uint8Array;
  readonly clock: ServerClock;
  readonly audit: Audit;
}

/** The `certificate-check` channel (B4): a service, known by its key in the directory, has a certificate checked. */
export function certificateCheck(options: CheckOptions): ChannelDefinition {
  return {
    purpose: 'certificate-check',
    remoteStaticOf: (id) => serviceStaticKey(options.directory, id),
    async handle(value, call) {
      const request = check(CertificateCheck, value, 'request.malformed');
      const checkId = fromBase64url(request.checkId);
      const certificate = readCertificate(request.certificate, options.keys);
      return async (tx) => {
        const outcome = await decide(tx, { certificate, checkId, serviceId: call.initiatorId }, options);
        const event = { action: 'certificate.check', subject: call.initiatorId };
        if (outcome instanceof CodedError) {
          await options.audit.record(tx, { ...event, outcome: 'refused', code: outcome.code });
          return { refuse: outcome };
        }
        await options.audit.record(tx, { ...event, outcome: 'ok', details: { pseudonym: outcome.pseudonym } });
        return { result: outcome };
      };
    },
  };
}

/** Undefined for a forged one, so that the refusal is recorded like any other. */
function readCertificate(document: SignedDocument, keys: KeyHolder): Certificate | undefined {
  for (const publicKey of verifyingKeys(keys)) {
    try {
      return openDocument(document, publicKey, payloadTypes.certificate, Certificate);
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
    }
  }
  return undefined;
}

interface Check {
  readonly certificate: Certificate | undefined;
  readonly checkId: Uint8Array;
  readonly serviceId: string;
}

/** Once, unexpired, for this service (B4). A wrong service does not use the certificate up; a check asked again may. */
async function decide(
  tx: SqlExecutor,
  { certificate, checkId, serviceId }: Check,
  { clock, pseudonymOf }: CheckOptions,
): Promise<CertificateCheckReply | CodedError> {
  const refusal = (code: ErrorCode) => new CodedError(code);
  if (certificate === undefined) return refusal('certificate.invalid');
  if (certificate.serviceId !== serviceId) return refusal('certificate.wrong-service');
  const store = new SqlCertificateStore(tx);
  const issued = await store.find(fromBase64url(certificate.certificateId));
  const now = clock.now();
  // This server signed it, so a row that is missing was purged some time after it expired.
  if (issued === undefined || issued.expiresAt <= now) return refusal('certificate.expired');
  const device = await new SqlDeviceStore(tx).active(issued.deviceId);
  if (device === undefined) return refusal('certificate.invalid');
  if (!(await store.use(issued.certificateId, checkId))) return refusal('certificate.used');
  return {
    pseudonym: toBase64url(pseudonymOf(serviceId, device.deviceId)),
    makerId: device.makerId,
    modelId: device.modelId,
    expiresIn: issued.expiresAt - now,
  };
}
