import { signingKeyOf, verifyChain, type Link } from '../../../src/allocation/chain.ts';
import { scopeCovers } from '../../../src/allocation/scope.ts';
import type { SeenVersions } from '../../../src/allocation/versions.ts';
import { AllocationAnswer, type Chain } from '../../../src/contract/allocation.ts';
import { check } from '../../../src/contract/check.ts';
import {
  Certificate,
  CertificateCheckReply,
  type AdmissionRequest,
  type CertificateCheck,
} from '../../../src/contract/device-authentication.ts';
import { payloadTypes, type SignedDocument } from '../../../src/contract/documents.ts';
import { CodedError, hasCode } from '../../../src/errors/coded-error.ts';
import { encodeJson, fromBase64url, toBase64url } from '../../../src/protocol/bytes.ts';
import { hmacSha256 } from '../../../src/protocol/hash.ts';
import { verifySignature } from '../../../src/protocol/http-signatures.ts';
import { keyId } from '../../../src/protocol/keys.ts';
import { deriveKey } from '../../../src/protocol/labels.ts';
import type { ReceivedRequest } from '../../../src/protocol/request-signatures.ts';
import { openDocument, peekUnverified } from '../../../src/protocol/signed-document.ts';
import type { RoleContext } from '../../kit/role-context.ts';
import { ServerClients } from '../../kit/server-client.ts';

/** A certificate that is good for this service and this key, as far as signatures tell. */
export interface PresentedCertificate {
  readonly content: Certificate;
  readonly document: SignedDocument;
  readonly authentication: Link;
  readonly seen: SeenVersions;
}

/** B4: certificates, checked here and then at the authentication server that issued them. */
export class Certificates {
  readonly #context: RoleContext<unknown>;
  readonly #clients: ServerClients;
  readonly #checkIdKey: Uint8Array;

  constructor(context: RoleContext<unknown>) {
    this.#context = context;
    this.#clients = new ServerClients(context, 'certificate-check');
    this.#checkIdKey = deriveKey(context.masterKey, new Uint8Array(0), 'certificate check id');
  }

  /**
   * Who presents it holds its key; it was made for this service and for the nonce of this request, by the authentication
   * server at the end of a chain that begins at the own root.
   * @throws certificate.*, signature.invalid, document.*, allocation.*
   */
  read(body: AdmissionRequest, request: ReceivedRequest, known: SeenVersions): PresentedCertificate {
    // Only to find the key that must have signed the request: nothing is believed yet.
    const claimed = fromBase64url(peekUnverified(body.certificate, Certificate).publicKey, 'certificate.invalid');
    if (request.keyid !== keyId(claimed)) throw invalid('it is for another key');
    verifySignature(request.received, claimed);
    const { authentication, seen } = this.#verifyChain(body.chain, known);
    const content = this.#open(body.certificate, authentication);
    if (content.authenticationServerId !== authentication.information.serverId) throw invalid('another server made it');
    if (content.serviceId !== this.#context.serverId) throw new CodedError('certificate.wrong-service');
    if (content.serviceNonce !== request.nonce) throw invalid('it is for another nonce');
    return { content, document: body.certificate, authentication, seen };
  }

  /**
   * Asks the authentication server, in a channel of this server's own. The check id is the same each time, so that a
   * terminal whose reply was lost can present the certificate again; to everybody else it is random.
   * @throws certificate.*, allocation.scope-violated, server.unavailable
   */
  async check({ content, document, authentication }: PresentedCertificate): Promise<CertificateCheckReply> {
    const { serverId: id, endpoints, staticKey, scope } = authentication.information;
    const checkId = hmacSha256(this.#checkIdKey, encodeJson([id, content.certificateId])).subarray(0, 16);
    const question: CertificateCheck = { checkId: toBase64url(checkId), certificate: document };
    const answer = await this.#clients.to({ id, endpoints, staticKey }).call(question);
    const reply = check(CertificateCheckReply, answer, 'channel.message-invalid');
    // G2: an authentication server speaks for the terminals of its scope and for no others.
    const { makerId, modelId } = reply;
    if (!scopeCovers(scope, { makerId, modelId })) throw new CodedError('allocation.scope-violated', { detail: id });
    return { ...reply, expiresIn: Math.min(reply.expiresIn, content.lifetime) };
  }

  #verifyChain(chain: Chain, known: SeenVersions): { authentication: Link; seen: SeenVersions } {
    // Which maker it is for, this server learns from the chain alone: each scope must lie within the one before, and
    // what the authentication server then says of the device must lie within the last.
    const last = chain.answers.at(-1);
    const scope = last === undefined ? {} : peekUnverified(last, AllocationAnswer).information.scope;
    const subject = { makerId: scope.makerId ?? '' };
    return verifyChain(chain, this.#context.trust.anchor, { nonce: chain.nonce, subject }, known);
  }

  #open(document: SignedDocument, { information }: Link): Certificate {
    try {
      return openDocument(document, signingKeyOf(information), payloadTypes.certificate, Certificate);
    } catch (cause) {
      if (!hasCode(cause, 'document.signature-invalid', 'document.malformed')) throw cause;
      throw new CodedError('certificate.invalid', { detail: 'it is forged', cause });
    }
  }
}

const invalid = (detail: string) => new CodedError('certificate.invalid', { detail });
