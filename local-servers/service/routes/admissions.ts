import type { FastifyReply } from 'fastify';
import type { SeenVersions } from '../../../src/allocation/versions.ts';
import { check } from '../../../src/contract/check.ts';
import {
  admissionPath,
  AdmissionReply,
  AdmissionRequest,
  SealedAdmission,
} from '../../../src/contract/device-authentication.ts';
import { CodedError, hasCode } from '../../../src/errors/coded-error.ts';
import { decodeJson, encodeJson, fromBase64url, utf8 } from '../../../src/protocol/bytes.ts';
import { openWithKey } from '../../../src/protocol/one-way-sealing.ts';
import { readSignedRequest, signReply } from '../../../src/protocol/request-signatures.ts';
import type { App } from '../../kit/app.ts';
import { createAudit } from '../../kit/audit.ts';
import type { RoleContext } from '../../kit/role-context.ts';
import { otherStaticKeys } from '../../kit/server-keys.ts';
import type { SqlDatabase } from '../../kit/storage/database.ts';
import type { Admissions } from '../access/admissions.ts';
import { Certificates, type PresentedCertificate } from '../access/certificates.ts';
import { newVersions } from '../access/link-memory.ts';
import type { AuthenticationDemand } from '../access/required-authentication.ts';
import { isSigned, signedMessageOf } from '../access/signed-message.ts';
import { SqlAdmissionStore, type Admission } from '../store/admission-store.ts';

interface Parts {
  readonly context: RoleContext<unknown>;
  readonly database: SqlDatabase;
  readonly admissions: Admissions;
  readonly demand: AuthenticationDemand;
}

/** A chain of five links in signed documents, with room to spare. */
const bodyLimit = 64 * 1024;

/** B4: takes a certificate, has it checked where it was made, and admits the key that it names for as long as it lives. */
export async function addAdmissionRoute(app: App, { context, database, admissions, demand }: Parts): Promise<void> {
  const certificates = new Certificates(context);
  const audit = createAudit(context);
  const store = new SqlAdmissionStore(database);

  async function admit(presented: PresentedCertificate, known: SeenVersions): Promise<Admission> {
    // Before the question: what the authentication server counts from comes later.
    const now = context.clock.now();
    const reply = await certificates.check(presented).catch(audited);
    const admission: Admission = {
      deviceKey: presented.content.publicKey,
      pseudonym: reply.pseudonym,
      authenticationServer: presented.content.authenticationServerId,
      expiresAt: now + reply.expiresIn,
    };
    await database.transaction(async (tx) => {
      const admitting = new SqlAdmissionStore(tx);
      await admitting.save(admission);
      await admitting.noteVersions(newVersions(known, presented.seen));
      await audit.record(tx, { action: 'admission', outcome: 'ok', subject: reply.pseudonym });
    });
    admissions.remember(admission);
    return admission;
  }

  /** Refusals of real certificates: what anybody could send without one would only fill the trail. */
  async function audited(error: unknown): Promise<never> {
    if (error instanceof CodedError && error.code !== 'server.unavailable') {
      const event = { action: 'admission', outcome: 'refused', code: error.code } as const;
      await database.transaction((tx) => audit.record(tx, event));
    }
    throw error;
  }

  /** The terminal may know this server by another of its keys, while they are being replaced. */
  function openSealed(binding: Uint8Array, sealed: Uint8Array): Uint8Array {
    const others = otherStaticKeys(context);
    for (const key of others.length === 0 ? [] : [context.staticKey, ...others.slice(0, -1)]) {
      try {
        return openWithKey('sealed-admission', key, binding, sealed);
      } catch (error) {
        if (!hasCode(error, 'request.malformed')) throw error;
      }
    }
    return openWithKey('sealed-admission', others.at(-1) ?? context.staticKey, binding, sealed);
  }

  async function answer(message: ReturnType<typeof signedMessageOf>, body: Uint8Array): Promise<AdmissionReply> {
    if (!isSigned(message)) throw demand.refusal(message);
    const signed = readSignedRequest('device', message, body);
    demand.checkNonce(signed.nonce);
    const known = await store.seenVersions();
    const { sealed } = check(SealedAdmission, decodeJson(body, 'request.malformed'), 'request.malformed');
    const opened = openSealed(utf8(signed.nonce), fromBase64url(sealed));
    const request = check(AdmissionRequest, decodeJson(opened, 'request.malformed'), 'request.malformed');
    const presented = certificates.read(request, signed, known);
    const { expiresAt } = await admit(presented, known);
    return { expiresIn: Math.max(0, expiresAt - context.clock.now()) };
  }

  await app.register(async (scope) => {
    // The signature covers the bytes as they were sent.
    scope.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.post<{ Body: unknown }>(
      admissionPath,
      { bodyLimit, schema: { summary: 'Presents a certificate', response: { 200: AdmissionReply } } },
      async (request, reply): Promise<FastifyReply> => {
        const message = signedMessageOf(request, context.baseUrl);
        if (!(request.body instanceof Uint8Array)) throw new CodedError('request.malformed');
        const body = encodeJson(await answer(message, request.body));
        // G1: the terminal knows that it was this service that admitted it.
        const signer = { label: 'device', key: context.signingKey } as const;
        const fields = signReply({ status: 200, body, request: message }, signer);
        return reply.type('application/json').headers(fields).send(body);
      },
    );
  });
}
