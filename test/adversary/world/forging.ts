import type { AuthenticationRequired } from '../../../src/contract/device-authentication.ts';
import type { ConnectionInformation } from '../../../src/contract/allocation.ts';
import { directoryPath, type Directory } from '../../../src/contract/directory.ts';
import { payloadTypes, type PayloadType, type SignedDocument } from '../../../src/contract/documents.ts';
import { fromBase64url, toBase64url } from '../../../src/protocol/bytes.ts';
import { sha256 } from '../../../src/protocol/hash.ts';
import { generateEd25519, generateX25519, keyId, type KeyPair } from '../../../src/protocol/keys.ts';
import { signDocument } from '../../../src/protocol/signed-document.ts';
import type { HttpResponse } from '../../../src/protocol/transport.ts';
import { terminalNonceHeader } from '../../../src/contract/device-authentication.ts';
import { CodedError } from '../../../src/errors/coded-error.ts';
import type { Intruder } from './network.ts';
import { pathOf } from './network.ts';
import { intrudersOrigin, jsonAnswer, problemAnswer } from './speaking.ts';
import type { World } from './world.ts';

/** Who signs what the intruder makes up: with a key that was stolen, or with its own under the name of another. */
export type Pen = (type: PayloadType, content: unknown) => SignedDocument;

export const stolenKey =
  (key: KeyPair): Pen =>
  (type, content) =>
    signDocument(key, type, content);

export function forgedAs({ publicKey }: Pick<KeyPair, 'publicKey'>): Pen {
  const own = generateEd25519();
  return (type, content) => {
    const document = signDocument(own, type, content);
    return { ...document, signatures: document.signatures.map((each) => ({ ...each, keyid: keyId(publicKey) })) };
  };
}

/** What a server of the intruder's is reached by. */
export const intrudersFacts = () => ({
  endpoints: [{ url: intrudersOrigin, priority: 0, weight: 1 }],
  staticKey: toBase64url(generateX25519().publicKey),
  signingKey: toBase64url(generateEd25519().publicKey),
});

/** A directory whose account server is the intruder's. */
export const directoryOfIntruder = ({ servers }: World, version: number): Directory => ({
  ...servers.trust.directory,
  version,
  servers: servers.trust.directory.servers.map((entry) =>
    entry.role === 'accounts' ? { ...entry, ...intrudersFacts() } : entry,
  ),
});

/** A first allocation server that is the intruder's. */
export const firstOfIntruder = (version: number): ConnectionInformation => ({
  role: 'first-allocation',
  serverId: 'first',
  scope: {},
  ...intrudersFacts(),
  asks: ['first'],
  version,
});

/** Answers the question for the directory with another one. */
export const handingOut =
  (directory: SignedDocument): Intruder =>
  async ({ request }, send) =>
    pathOf(request.url) === directoryPath ? jsonAnswer(directory) : send(request);

/** Demands authentication at another first allocation server. */
export function demanding({ servers }: World, firstAllocation: SignedDocument, pen: Pen): Intruder {
  return async ({ request }, send): Promise<HttpResponse> => {
    const nonce = request.headers[terminalNonceHeader];
    if (nonce === undefined) return send(request);
    const said: AuthenticationRequired = {
      serviceId: servers.contexts.maps.serverId,
      nonce,
      serviceNonce: toBase64url(new Uint8Array(56)),
      firstAllocation: toBase64url(sha256(fromBase64url(firstAllocation.payload))),
    };
    const statement = pen(payloadTypes.authenticationRequired, said);
    return problemAnswer(new CodedError('device.authentication-required', { info: { firstAllocation, statement } }));
  };
}
