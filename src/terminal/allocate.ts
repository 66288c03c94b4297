import { verifyChain, type TrustAnchor } from '../allocation/chain.ts';
import { sealSecondPart, walkChain, type Walked } from '../allocation/walk.ts';
import { ConnectionInformation, ServiceWalkReply, serviceWalkPath, type Chain } from '../contract/allocation.ts';
import { check } from '../contract/check.ts';
import { payloadTypes, type SignedDocument } from '../contract/documents.ts';
import { protocolHeader, protocolVersion } from '../contract/protocol-version.ts';
import { CodedError, hasCode } from '../errors/coded-error.ts';
import { decodeJson, encodeJson, fromBase64url, toBase64url } from '../protocol/bytes.ts';
import { keyId } from '../protocol/keys.ts';
import { randomBytes } from '../protocol/random.ts';
import { openDocument } from '../protocol/signed-document.ts';
import { refusal } from '../protocol/transport.ts';
import type { DirectoryClient } from './directory-client.ts';
import type { AllocationRoute } from './events.ts';
import { waitBeforeResend, type TerminalContext } from './terminal-context.ts';

export interface Device {
  readonly deviceId: string;
  readonly makerId: string;
  readonly modelId: string;
  readonly hardwareNumber: string;
}

/** @throws device.not-provisioned */
export function ownDevice(context: TerminalContext): Device {
  const { device } = context.state.current;
  if (device === undefined) throw new CodedError('device.not-provisioned');
  return device;
}

/** A4: chains are kept per allocation root and first server. */
function chainKey({ anchor }: TerminalContext, first: SignedDocument): string {
  return chainKeyUnder(anchor, firstServerId(anchor, first));
}

const chainKeyUnder = ({ rootKey }: TrustAnchor, serverId: string): string => `${keyId(rootKey)} ${serverId}`;

const firstServerId = ({ rootKey }: TrustAnchor, first: SignedDocument): string =>
  openDocument(first, rootKey, payloadTypes.connectionInformation, ConnectionInformation).serverId;

/**
 * A4: what is stored for a first server; also from before the root was succeeded: its answers are the same server's under a
 * first link that the present root has signed, and hold only if they verify so.
 */
function chainOf(context: TerminalContext, first: SignedDocument): Chain | undefined {
  const { anchor, formerAnchors, state } = context;
  const serverId = firstServerId(anchor, first);
  const chain = state.current.chains[chainKeyUnder(anchor, serverId)];
  if (chain !== undefined) return chain;
  const former = formerAnchors.map((root) => state.current.chains[chainKeyUnder(root, serverId)]);
  const newest = former.find((one) => one !== undefined);
  return newest && { ...newest, first };
}

/** A4: the stored chain, checked anew; undefined where there is none or it does not hold any more. */
export function storedChain(context: TerminalContext, first: SignedDocument): Walked | undefined {
  const chain = chainOf(context, first);
  if (chain === undefined) return undefined;
  try {
    const { links, authentication, seen } = verifyChain(
      chain,
      context.anchor,
      { nonce: chain.nonce, subject: ownDevice(context) },
      context.state.current.seenVersions,
    );
    return { chain, links, authentication, seen };
  } catch (error) {
    if (error instanceof CodedError) return undefined;
    throw error;
  }
}

/** Walks anew, on the route that is asked for, and gives a chain that this terminal has checked itself. */
export async function allocate(
  context: TerminalContext,
  options: {
    readonly route: AllocationRoute;
    readonly first: SignedDocument;
    readonly directory: DirectoryClient;
  },
): Promise<Walked> {
  const walked =
    options.route === 'terminal-walked'
      ? await walkOneself(context, options.first)
      : await letServiceWalkUnderNewestKey(context, options.directory);
  await context.state.change((now) => ({ ...now, seenVersions: walked.seen }));
  return walked;
}

/** A4: what worked is kept, and replaces what was kept before. */
export function keepChain(context: TerminalContext, walked: Walked): Promise<void> {
  const key = chainKey(context, walked.chain.first);
  return context.state.change((now) => ({ ...now, chains: { ...now.chains, [key]: walked.chain } }));
}

async function walkOneself(context: TerminalContext, first: SignedDocument): Promise<Walked> {
  const device = ownDevice(context);
  return walkChain({
    first,
    anchor: context.anchor,
    makerId: device.makerId,
    secondPart: { second: { modelId: device.modelId, hardwareNumber: device.hardwareNumber } },
    nonce: toBase64url(randomBytes(32)),
    seen: context.state.current.seenVersions,
    transport: context.ports.transport,
    beforeResend: waitBeforeResend(context),
    sleep: (seconds, signal) => context.ports.clock.sleep(seconds, signal),
    onHop: (information) => tellHop(context, information),
    onEndpointFailure: ({ role, serverId }, { url, error }) =>
      context.tell({ type: 'endpoint-failed', role, serverId, url, code: error.code }),
  });
}

/** A2: where the sealed part does not open, its key may be one of the past: a newer directory that names another is heeded. */
async function letServiceWalkUnderNewestKey(context: TerminalContext, directory: DirectoryClient): Promise<Walked> {
  const { allocationSealingKey: known } = await directory.get();
  try {
    return await letServiceWalk(context, known);
  } catch (error) {
    if (!hasCode(error, 'request.malformed')) throw error;
    directory.forget();
    const { allocationSealingKey: newest } = await directory.get();
    if (newest === known) throw error;
    return letServiceWalk(context, newest);
  }
}

/** A2: the service server walks; the second part passes it sealed, and every link is checked here all the same. */
async function letServiceWalk(context: TerminalContext, allocationSealingKey: string): Promise<Walked> {
  const { makerId, modelId, hardwareNumber } = ownDevice(context);
  const nonce = toBase64url(randomBytes(32));
  const sealingKey = fromBase64url(allocationSealingKey, 'document.malformed');
  const { sealedSecond, bindingDigest } = sealSecondPart({ modelId, hardwareNumber }, sealingKey, nonce, makerId);
  const response = await context.ports.transport({
    method: 'POST',
    url: context.configuration.serviceUrl.replace(/\/$/, '') + serviceWalkPath,
    headers: { 'content-type': 'application/json', [protocolHeader]: String(protocolVersion) },
    body: encodeJson({ nonce, first: { makerId }, sealedSecond }),
    maximumBytes: 131_072,
    timeout: 30,
  });
  if (response.status !== 200) throw refusal(response);
  const { chain } = check(
    ServiceWalkReply,
    decodeJson(response.body, 'network.answer-invalid'),
    'network.answer-invalid',
  );
  const expected = { nonce, subject: { makerId, modelId, hardwareNumber }, binding: bindingDigest };
  const { links, authentication, seen } = verifyChain(
    chain,
    context.anchor,
    expected,
    context.state.current.seenVersions,
  );
  for (const { information } of links.slice(0, -1)) tellHop(context, information);
  return { chain, links, authentication, seen };
}

export const primaryUrl = (information: ConnectionInformation): string => information.endpoints[0]?.url ?? '';

function tellHop(context: TerminalContext, information: ConnectionInformation): void {
  context.tell({ type: 'hop', role: information.role, serverId: information.serverId, url: primaryUrl(information) });
}
