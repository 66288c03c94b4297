import { payloadTypes, type SignedDocument } from '../contract/documents.ts';
import { RootSuccessor } from '../contract/root-succession.ts';
import { hasCode } from '../errors/coded-error.ts';
import { fromBase64url } from '../protocol/bytes.ts';
import { keyId } from '../protocol/keys.ts';
import { openDocument } from '../protocol/signed-document.ts';
import type { TrustAnchor } from './chain.ts';

/** Where the succession has led from one root. */
export interface Succession {
  /** The newest root. */
  readonly anchor: TrustAnchor;
  /** The documents that lead there, and no others. */
  readonly steps: readonly SignedDocument[];
  /** Every root that was passed, the newest first, without the present one. */
  readonly former: readonly TrustAnchor[];
}

/**
 * G2: goes from a root to its successor as often as one is named by a document that the root of that moment signed. What
 * is not signed by it (steps before it, or somebody else's) leads nowhere. No root is entered twice: there is no way back.
 * @throws document.malformed where a root has signed something else under this name
 */
export function followSuccession(from: TrustAnchor, documents: readonly SignedDocument[]): Succession {
  let anchor = from;
  const steps: SignedDocument[] = [];
  const former: TrustAnchor[] = [];
  for (const document of documents) {
    const named = successorOf(anchor, document);
    if (named === undefined) continue;
    const next = { rootKey: fromBase64url(named.publicKey, 'document.malformed'), lowestVersion: named.lowestVersion };
    if ([anchor, ...former].some(({ rootKey }) => keyId(rootKey) === keyId(next.rootKey))) continue;
    former.unshift(anchor);
    steps.push(document);
    anchor = next;
  }
  return { anchor, steps, former };
}

function successorOf({ rootKey }: TrustAnchor, document: SignedDocument): RootSuccessor | undefined {
  try {
    return openDocument(document, rootKey, payloadTypes.rootSuccessor, RootSuccessor);
  } catch (error) {
    if (hasCode(error, 'document.signature-invalid')) return undefined;
    throw error;
  }
}
