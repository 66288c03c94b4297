import { AllocationAnswer, ConnectionInformation, maximumChainLinks, type Chain } from '../contract/allocation.ts';
import { payloadTypes, type SignedDocument } from '../contract/documents.ts';
import { CodedError } from '../errors/coded-error.ts';
import { fromBase64url } from '../protocol/bytes.ts';
import { openDocument } from '../protocol/signed-document.ts';
import { scopeCovers, scopeWithin, type AllocationSubject } from './scope.ts';
import { noteVersion, type SeenVersions } from './versions.ts';

/** What a party that checks chains starts from. */
export interface TrustAnchor {
  /** Ed25519 public key of the allocation root. */
  readonly rootKey: Uint8Array;
  /** The lowest acceptable version of what the root signed. */
  readonly lowestVersion: number;
}

/** A link that was checked: the information, and the key that signed it. */
export interface Link {
  readonly information: ConnectionInformation;
  readonly signer: Uint8Array;
}

export const signingKeyOf = (information: ConnectionInformation): Uint8Array =>
  fromBase64url(information.signingKey, 'document.malformed');

/** G2: the root-signed first link. @throws document.*, allocation.scope-violated */
export function openFirstLink(document: SignedDocument, anchor: TrustAnchor, subject: AllocationSubject): Link {
  const information = openDocument(document, anchor.rootKey, payloadTypes.connectionInformation, ConnectionInformation);
  if (information.version < anchor.lowestVersion) throw new CodedError('document.version-stale');
  if (information.role !== 'first-allocation') {
    throw new CodedError('allocation.scope-violated', { detail: 'the first link is no first allocation server' });
  }
  checkScope(information, {}, subject);
  return { information, signer: anchor.rootKey };
}

export interface ExpectedAnswer {
  /** The nonce of the request that the answer must have been made for. */
  readonly nonce: string;
  readonly subject: AllocationSubject;
  /** A2: SHA-256 of the sealed part's binding, which the last answer must show. */
  readonly binding?: string;
}

/** One further link, signed by the server that the link before names. @throws document.*, allocation.* */
export function openNextLink(document: SignedDocument, previous: Link, expected: ExpectedAnswer): Link {
  const before = previous.information;
  if (before.role === 'authentication') {
    throw new CodedError('allocation.scope-violated', { detail: 'an authentication server names no further server' });
  }
  const signer = signingKeyOf(before);
  const answer = openDocument(document, signer, payloadTypes.allocationAnswer, AllocationAnswer);
  // G2: an old answer, though rightly signed, is not taken for a new one.
  if (answer.nonce !== expected.nonce) throw new CodedError('allocation.answer-stale');
  const { information } = answer;
  // Only the server that read the sealed second part can show its binding; whoever asks for that part must.
  if (expected.binding !== undefined && before.asks.includes('second') && answer.binding !== expected.binding) {
    throw new CodedError('allocation.answer-stale', { detail: 'the answer was made for another second part' });
  }
  if (information.role === 'first-allocation') {
    throw new CodedError('allocation.scope-violated', { detail: 'only the root names a first allocation server' });
  }
  checkScope(information, before.scope, expected.subject);
  return { information, signer };
}

function checkScope(
  information: ConnectionInformation,
  outer: ConnectionInformation['scope'],
  subject: AllocationSubject,
): void {
  if (!scopeWithin(information.scope, outer) || !scopeCovers(information.scope, subject)) {
    throw new CodedError('allocation.scope-violated', { detail: `${information.role} ${information.serverId}` });
  }
}

/**
 * Checks a whole chain, as one gets it from the other side (A2: from the service server; B4: from the terminal).
 * @returns its links, the last of them the authentication server, and the version memory with all of them noted.
 */
export function verifyChain(
  chain: Chain,
  anchor: TrustAnchor,
  expected: ExpectedAnswer,
  seen: SeenVersions,
): { links: readonly [Link, ...Link[]]; authentication: Link; seen: SeenVersions } {
  if (1 + chain.answers.length > maximumChainLinks) throw new CodedError('allocation.chain-too-long');
  if (chain.nonce !== expected.nonce) throw new CodedError('allocation.answer-stale');
  const links: [Link, ...Link[]] = [openFirstLink(chain.first, anchor, expected.subject)];
  let last = links[0];
  for (const answer of chain.answers) {
    last = openNextLink(answer, last, expected);
    links.push(last);
  }
  if (last.information.role !== 'authentication') {
    throw new CodedError('allocation.scope-violated', { detail: 'the chain does not end at an authentication server' });
  }
  return { links, authentication: last, seen: links.reduce(noteLink, seen) };
}

/** @throws document.version-stale */
export function noteLink(seen: SeenVersions, link: Link): SeenVersions {
  return noteVersion(seen, link.signer, link.information);
}
