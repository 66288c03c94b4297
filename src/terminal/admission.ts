import { endpointsOf } from '../allocation/endpoint-race.ts';
import { isServerFailure } from '../allocation/endpoints.ts';
import { openChannel } from '../allocation/reach-server.ts';
import type { FailedHop, Walked } from '../allocation/walk.ts';
import type { DirectoryEntry } from '../contract/directory.ts';
import { CodedError, hasCode } from '../errors/coded-error.ts';
import { isAuthenticatedRefusal } from '../protocol/channel/client-channel.ts';
import type { KeyPair } from '../protocol/keys.ts';
import { allocate, keepChain, primaryUrl, storedChain } from './allocate.ts';
import { authenticateDevice, presentCertificate, type AuthenticationDemand } from './authenticate.ts';
import { deviceSecretsToTry } from './device-secret.ts';
import type { DirectoryClient } from './directory-client.ts';
import type { AllocationRoute } from './events.ts';
import { reaching } from './reach.ts';
import { persistently, type TerminalContext } from './terminal-context.ts';

/** The key that a service admitted, and until when by the terminal's own elapsed time. */
export interface Admission {
  readonly key: KeyPair;
  readonly endsAt: number;
}

/** Where a terminal wants to be admitted, and what it was told there. */
export interface AdmissionWish {
  readonly service: DirectoryEntry;
  readonly serviceUrl: string;
  readonly demand: AuthenticationDemand;
  readonly route: AllocationRoute;
}

/**
 * From a service's demand to its admission: straight to the stored authentication server where there is one, otherwise
 * by allocation (A1, A2, A4), mutual authentication (B1-B3) and the certificate (B4).
 */
export async function becomeAdmitted(
  context: TerminalContext,
  directory: DirectoryClient,
  wish: AdmissionWish,
): Promise<Admission> {
  const { demand, route } = wish;
  const stored = storedChain(context, demand.firstAllocation);
  if (stored !== undefined) {
    try {
      return await enterBy(context, stored, wish, 'stored');
    } catch (error) {
      if (!leadsToAllocation(error)) throw error;
      const { serverId } = stored.authentication.information;
      context.tell({ type: 'stored-server-failed', serverId, code: error.code });
    }
  }
  const first = demand.firstAllocation;
  const walked = await allocate(context, { route, first, directory });
  const admission = await enterBy(context, walked, wish, route);
  await keepChain(context, walked);
  return admission;
}

/**
 * A4: any failure but a refusal that is surely the authentication server's own leads to a new allocation; also that the
 * service has seen a newer allocation table than the stored chain is from. What the user or the vault says is final.
 */
function leadsToAllocation(error: unknown): error is CodedError {
  if (!(error instanceof CodedError) || isAuthenticatedRefusal(error)) return false;
  return error.code !== 'vault.unavailable' && error.code !== 'terminal.cancelled';
}

/** A1: which server of the chain it was that nobody could be reached at; what it sealed itself is told as it is. */
function namingHop({ links, authentication }: Walked, error: unknown): unknown {
  if (!isServerFailure(error) || isAuthenticatedRefusal(error)) return error;
  const { role, serverId } = authentication.information;
  const info = { hop: links.length - 1, role, serverId, code: error.code, endpoints: endpointsOf(error) };
  return new CodedError(error.code, {
    detail: error.detail ?? `${role} server ${serverId}`,
    info: { ...error.info, ...(info satisfies FailedHop) },
    cause: error,
  });
}

/**
 * Only the handshake with the authentication server at the end of a chain: the server has proved itself and knows this
 * device then, and nothing has changed. @throws channel.handshake-failed where either is not so; else which hop failed
 */
export async function knockAt(context: TerminalContext, walked: Walked): Promise<void> {
  const { information } = walked.authentication;
  const { role, serverId } = information;
  context.tell({ type: 'hop', role, serverId, url: primaryUrl(information) });
  const secrets = await deviceSecretsToTry(context);
  for (const [index, secret] of secrets.entries()) {
    try {
      await openChannel(information, { purpose: 'device-authentication', secret, ...reaching(context, information) });
      return;
    } catch (error) {
      if (!hasCode(error, 'channel.handshake-failed')) throw namingHop(walked, error);
      if (index === secrets.length - 1) throw error;
    }
  }
  throw new CodedError('device.not-provisioned', { detail: 'the vault holds no device secret' });
}

async function enterBy(
  context: TerminalContext,
  walked: Walked,
  { service, serviceUrl, demand }: AdmissionWish,
  from: 'stored' | AllocationRoute,
): Promise<Admission> {
  const { information } = walked.authentication;
  const { serverId } = information;
  context.tell({ type: 'authentication-server', serverId, url: primaryUrl(information), from });
  const held = await authenticateDevice(context, walked.authentication, service, demand.serviceNonce).catch(
    (error: unknown) => {
      throw namingHop(walked, error);
    },
  );
  const { expiresIn } = await persistently(context, () =>
    presentCertificate(context, serviceUrl, service, held, walked),
  );
  return { key: held.key, endsAt: context.ports.clock.monotonic() + expiresIn };
}
