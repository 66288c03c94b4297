import type { TrustAnchor } from '../../src/allocation/chain.ts';
import type { AllocationSubject } from '../../src/allocation/scope.ts';
import type { AllocationAnswer, Chain, ConnectionInformation } from '../../src/contract/allocation.ts';
import { payloadTypes } from '../../src/contract/documents.ts';
import { toBase64url } from '../../src/protocol/bytes.ts';
import { generateEd25519, generateX25519, type KeyPair } from '../../src/protocol/keys.ts';
import { randomBytes } from '../../src/protocol/random.ts';
import { signDocument } from '../../src/protocol/signed-document.ts';

/** A link of a chain that a test makes by hand; what is absent is usual. */
export type LinkFacts = Partial<ConnectionInformation> & { readonly signingKeys?: KeyPair; readonly binding?: string };

export const subject = { makerId: 'acme', modelId: 'N-100', hardwareNumber: 'SN000123' } satisfies AllocationSubject;

const rootKey = generateEd25519();
export const anchor: TrustAnchor = { rootKey: rootKey.publicKey, lowestVersion: 1 };
const staticKey = toBase64url(generateX25519().publicKey);

const usualRoles = ['first-allocation', 'second-allocation'] as const;

/** Signs a chain link by link, with no regard for whether it should verify. */
export function signChain(facts: readonly LinkFacts[], nonce: string = toBase64url(randomBytes(32))): Chain {
  let signer = rootKey;
  const documents = facts.map(({ signingKeys = generateEd25519(), binding, ...given }, index) => {
    const usual = index === facts.length - 1 ? 'authentication' : (usualRoles[index] ?? 'second-allocation');
    const information: ConnectionInformation = {
      role: usual,
      serverId: `server-${index}`,
      scope: {},
      endpoints: [{ url: 'http://127.0.0.1:9', priority: 0, weight: 1 }],
      staticKey,
      signingKey: toBase64url(signingKeys.publicKey),
      asks: usual === 'authentication' ? [] : [usual === 'first-allocation' ? 'first' : 'second'],
      version: 1,
      ...given,
    };
    const answer: AllocationAnswer = { nonce, information, ...(binding === undefined ? {} : { binding }) };
    const document =
      index === 0
        ? signDocument(signer, payloadTypes.connectionInformation, information)
        : signDocument(signer, payloadTypes.allocationAnswer, answer);
    signer = signingKeys;
    return document;
  });
  const [first, ...answers] = documents;
  if (first === undefined) throw new RangeError('a chain has a first link');
  return { first, answers, nonce };
}
