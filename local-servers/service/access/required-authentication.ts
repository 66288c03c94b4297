import { check } from '../../../src/contract/check.ts';
import {
  terminalNonceHeader,
  type AuthenticationRequired,
  type AuthenticationRequiredInfo,
} from '../../../src/contract/device-authentication.ts';
import { payloadTypes } from '../../../src/contract/documents.ts';
import { Nonce } from '../../../src/contract/primitives.ts';
import { CodedError } from '../../../src/errors/coded-error.ts';
import { fromBase64url, toBase64url } from '../../../src/protocol/bytes.ts';
import { sha256 } from '../../../src/protocol/hash.ts';
import { deriveKey } from '../../../src/protocol/labels.ts';
import type { SignedMessage } from '../../../src/protocol/http-signatures.ts';
import { checkServiceNonce, createServiceNonce } from '../../../src/protocol/service-nonce.ts';
import { signDocument } from '../../../src/protocol/signed-document.ts';
import type { RoleContext } from '../../kit/role-context.ts';

/** A1: sends terminals to the first allocation server, and knows its own nonces again without storing any. */
export class AuthenticationDemand {
  readonly #context: RoleContext<unknown>;
  readonly #nonceKey: Uint8Array;
  readonly #firstAllocation: string;

  constructor(context: RoleContext<unknown>) {
    this.#context = context;
    this.#nonceKey = deriveKey(context.masterKey, new Uint8Array(0), 'service nonce');
    const payload = fromBase64url(context.trust.firstAllocation.payload, 'configuration.invalid');
    this.#firstAllocation = toBase64url(sha256(payload));
  }

  /** The refusal that says where to be authenticated; signed, and made for the nonce that the terminal sent. */
  refusal({ headers }: SignedMessage): CodedError {
    const { serverId: serviceId, signingKey, clock, trust } = this.#context;
    const nonce = headers[terminalNonceHeader];
    if (nonce !== undefined) check(Nonce, nonce, 'request.malformed');
    const required: AuthenticationRequired = {
      serviceId,
      ...(nonce === undefined ? {} : { nonce }),
      serviceNonce: createServiceNonce(this.#nonceKey, serviceId, clock.now()),
      firstAllocation: this.#firstAllocation,
    };
    const info: AuthenticationRequiredInfo = {
      firstAllocation: trust.firstAllocation,
      statement: signDocument(signingKey, payloadTypes.authenticationRequired, required),
    };
    return new CodedError('device.authentication-required', { info });
  }

  /** @throws device.nonce-invalid */
  checkNonce(nonce: string): void {
    const { serverId, clock } = this.#context;
    checkServiceNonce(nonce, this.#nonceKey, serverId, clock.now());
  }
}
