import type { Walked } from '../allocation/walk.ts';
import type { DirectoryEntry } from '../contract/directory.ts';
import { CodedError } from '../errors/coded-error.ts';
import { isAuthenticatedRefusal } from '../protocol/channel/client-channel.ts';
import type { KeyPair } from '../protocol/keys.ts';
import { allocate, keepChain, primaryUrl, storedChain } from './allocate.ts';
import {
  authenticateDevice,
  presentCertificate,
  type AuthenticationDemand,
  type HeldCertificate,
} from './authenticate.ts';
import type { DirectoryClient } from './directory-client.ts';
import type { AllocationRoute } from './events.ts';
import { persistently, type TerminalContext } from './terminal-context.ts';

/** The key that a service admitted, and until when by the terminal's own elapsed time. */
export interface Admission {
  readonly key: KeyPair;
  readonly endsAt: number;
}

/**
 * From a service's demand to its admission: straight to the stored authentication server where there is one, otherwise
 * by allocation (A1, A2, A4), mutual authentication (B1-B3) and the certificate (B4).
 */
export async function becomeAdmitted(
  context: TerminalContext,
  directory: DirectoryClient,
  service: DirectoryEntry,
  serviceUrl: string,
  demand: AuthenticationDemand,
  route: AllocationRoute,
): Promise<Admission> {
  const { walked, held } = await authenticateSomewhere(context, directory, service, demand, route);
  const { expiresIn } = await persistently(context, () =>
    presentCertificate(context, serviceUrl, service, held, walked),
  );
  return { key: held.key, endsAt: context.ports.clock.monotonic() + expiresIn };
}

async function authenticateSomewhere(
  context: TerminalContext,
  directory: DirectoryClient,
  service: DirectoryEntry,
  demand: AuthenticationDemand,
  route: AllocationRoute,
): Promise<{ walked: Walked; held: HeldCertificate }> {
  const stored = storedChain(context, demand.firstAllocation);
  if (stored !== undefined) {
    const { information } = stored.authentication;
    context.tell({
      type: 'authentication-server',
      serverId: information.serverId,
      url: primaryUrl(information),
      from: 'stored',
    });
    try {
      return {
        walked: stored,
        held: await authenticateDevice(context, stored.authentication, service, demand.serviceNonce),
      };
    } catch (error) {
      // A4: any failure but a refusal that is surely the server's own leads to a new allocation.
      if (!(error instanceof CodedError) || isAuthenticatedRefusal(error) || error.code === 'vault.unavailable')
        throw error;
      context.tell({ type: 'stored-server-failed', serverId: information.serverId, code: error.code });
    }
  }
  const walked = await allocate(context, {
    route,
    first: demand.firstAllocation,
    service,
    directory: await directory.get(),
  });
  const { information } = walked.authentication;
  context.tell({
    type: 'authentication-server',
    serverId: information.serverId,
    url: primaryUrl(information),
    from: route,
  });
  const held = await authenticateDevice(context, walked.authentication, service, demand.serviceNonce);
  await keepChain(context, walked);
  return { walked, held };
}
