import {
  AllocationReply,
  maximumChainLinks,
  SealedSecondPart,
  type AllocationRequest,
  type Chain,
  type ConnectionInformation,
  type SecondAllocationInformation,
} from '../contract/allocation.ts';
import { check } from '../contract/check.ts';
import type { SignedDocument } from '../contract/documents.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { ErrorCode } from '../errors/codes.ts';
import { decodeJson, encodeJson, fromBase64url, toBase64url, utf8 } from '../protocol/bytes.ts';
import { isAuthenticatedRefusal } from '../protocol/channel/client-channel.ts';
import { sha256 } from '../protocol/hash.ts';
import type { KeyPair } from '../protocol/keys.ts';
import { openWithKey, sealToKey } from '../protocol/one-way-sealing.ts';
import { randomBytes } from '../protocol/random.ts';
import type { HttpTransport } from '../protocol/transport.ts';
import { noteLink, openFirstLink, openNextLink, type Link, type TrustAnchor } from './chain.ts';
import { endpointsOf, type EndpointFailure, type Sleep } from './endpoint-race.ts';
import { isServerFailure } from './endpoints.ts';
import { withChannel } from './reach-server.ts';
import type { AllocationSubject } from './scope.ts';
import type { SeenVersions } from './versions.ts';

/** The second part as the walker has it: in the open (terminal-walked) or sealed by the terminal (service-walked). */
export type SecondPart = { readonly second: SecondAllocationInformation } | { readonly sealedSecond: string };

export interface WalkOptions {
  /** The root-signed connection information of the first allocation server. */
  readonly first: SignedDocument;
  readonly anchor: TrustAnchor;
  readonly makerId: string;
  readonly secondPart: SecondPart;
  readonly nonce: string;
  readonly seen: SeenVersions;
  readonly transport: HttpTransport;
  readonly beforeResend?: (attempt: number) => Promise<void>;
  /** Lets a server's endpoints be tried side by side. */
  readonly sleep?: Sleep;
  /** Told of each endpoint that failed, also where another one of the same server did better. */
  readonly onEndpointFailure?: (information: ConnectionInformation, failure: EndpointFailure) => void;
  /** Told of each server before it is asked, with its place in the chain (0, 1, …). */
  readonly onHop?: (information: ConnectionInformation, index: number) => void;
}

export interface Walked {
  readonly chain: Chain;
  readonly links: readonly Link[];
  /** The last link: the authentication server. */
  readonly authentication: Link;
  readonly seen: SeenVersions;
}

/** Which server of the chain did not answer, and why: what each of its endpoints came to, and what tells most of that. */
export interface FailedHop {
  /** Its place in the chain: 0, 1, … */
  readonly hop: number;
  readonly role: ConnectionInformation['role'];
  readonly serverId: string;
  readonly code: ErrorCode;
  readonly endpoints: readonly { readonly url: string; readonly code: ErrorCode }[];
}

/**
 * Walks from the first allocation server to the authentication server, checking each link before the next is asked
 * (A1; A2 when the service server walks; A3 when the first server names the authentication server itself).
 * @throws allocation.*, document.*; allocation.server-unreachable with info of the shape FailedHop
 */
export async function walkChain(options: WalkOptions): Promise<Walked> {
  const { nonce, makerId, secondPart } = options;
  const subject: AllocationSubject = { makerId, ...('second' in secondPart ? secondPart.second : {}) };
  const answers: SignedDocument[] = [];
  let last = openFirstLink(options.first, options.anchor, subject);
  const links = [last];
  // G2: a server whose information is stale is not even asked.
  let seen = noteLink(options.seen, last);
  while (last.information.role !== 'authentication') {
    if (links.length >= maximumChainLinks) throw new CodedError('allocation.chain-too-long');
    options.onHop?.(last.information, links.length - 1);
    const answer = await ask(last.information, allocationRequest(last.information, options), options, links.length - 1);
    answers.push(answer);
    last = openNextLink(answer, last, { nonce, subject });
    links.push(last);
    seen = noteLink(seen, last);
  }
  return { chain: { first: options.first, answers, nonce }, links, authentication: last, seen };
}

/**
 * A server gets only the parts that its signed information asks for; with the second part always the first, too, as a
 * sealed one cannot be opened without it (A2): on both routes it is told the same, and so answers the same.
 */
function allocationRequest({ asks }: ConnectionInformation, options: WalkOptions): AllocationRequest {
  const { nonce, makerId, secondPart } = options;
  const second = asks.includes('second') ? secondPart : undefined;
  const needsFirst = asks.includes('first') || second !== undefined;
  return { nonce, ...(needsFirst ? { first: { makerId } } : {}), ...second };
}

async function ask(
  information: ConnectionInformation,
  request: AllocationRequest,
  options: WalkOptions,
  hop: number,
): Promise<SignedDocument> {
  const { transport, sleep, beforeResend, onEndpointFailure } = options;
  try {
    return await withChannel(
      information,
      {
        purpose: 'allocation',
        transport,
        sleep,
        ...(beforeResend === undefined ? {} : { beforeResend }),
        onFailure: (failure) => onEndpointFailure?.(information, failure),
      },
      // A question: asked again elsewhere, it changes nothing.
      async (channel) => check(AllocationReply, await channel.request(request), 'channel.message-invalid').answer,
    );
  } catch (cause) {
    if (isAuthenticatedRefusal(cause) || !isServerFailure(cause)) throw cause;
    const { role, serverId } = information;
    const info = { hop, role, serverId, code: cause.code, endpoints: endpointsOf(cause) } satisfies FailedHop;
    throw new CodedError('allocation.server-unreachable', {
      detail: `${role} server ${serverId}: ${cause.message}`,
      info,
      cause,
    });
  }
}

const sealedPartBinding = (nonce: string, makerId: string) => utf8(`${nonce} ${makerId}`);

/** A2: seals the second part for the allocation servers alone. `bindingDigest` is what the last answer must show. */
export function sealSecondPart(
  second: SecondAllocationInformation,
  sealingKey: Uint8Array,
  nonce: string,
  makerId: string,
): { sealedSecond: string; bindingDigest: string } {
  const binding = randomBytes(32);
  const plaintext = encodeJson({ second, binding: toBase64url(binding) } satisfies SealedSecondPart);
  const sealed = sealToKey('sealed-second-part', sealingKey, sealedPartBinding(nonce, makerId), plaintext);
  return { sealedSecond: toBase64url(sealed), bindingDigest: toBase64url(sha256(binding)) };
}

/** A2, at the allocation server. @throws request.malformed */
export function openSecondPart(
  sealedSecond: string,
  sealingKey: KeyPair,
  nonce: string,
  makerId: string,
): { second: SecondAllocationInformation; bindingDigest: string } {
  const plaintext = openWithKey(
    'sealed-second-part',
    sealingKey,
    sealedPartBinding(nonce, makerId),
    fromBase64url(sealedSecond),
  );
  const { second, binding } = check(SealedSecondPart, decodeJson(plaintext, 'request.malformed'), 'request.malformed');
  return { second, bindingDigest: toBase64url(sha256(fromBase64url(binding))) };
}
