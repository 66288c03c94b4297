import { endpointsOf, isSilence } from '../allocation/endpoint-race.ts';
import { CodedError } from '../errors/coded-error.ts';
import { errorCodes } from '../errors/codes.ts';
import type { TerminalEvent } from '../terminal/events.ts';

/** One line for people about what the terminal does. */
export function describeEvent(event: TerminalEvent): string {
  switch (event.type) {
    case 'directory-loaded':
      return `directory version ${event.version}: ${event.servers} servers, signed by the root`;
    case 'service-refused':
      return `${event.serviceId} asks for device authentication and names the first allocation server`;
    case 'hop':
      return `asking ${event.role} server ${event.serverId} at ${event.url}`;
    case 'endpoint-failed':
      return `${event.role} server ${event.serverId} failed at ${event.url} (${event.code})`;
    case 'root-succeeded':
      return `the allocation root has a successor, signed by the root before it; that one is believed from now on`;
    case 'authentication-server':
      return event.from === 'stored'
        ? `going straight to the stored authentication server ${event.serverId} at ${event.url}`
        : `the chain leads to authentication server ${event.serverId} at ${event.url} (${event.from})`;
    case 'stored-server-failed':
      return `the stored authentication server ${event.serverId} failed (${event.code}); allocating again`;
    case 'authenticated':
      return `authenticated with ${event.serverId}, both ways; certificate for ${event.serviceId} (${Math.round(event.expiresIn)} s)`;
    case 'device-secret-not-renewed':
      return `the device's next secret could not be stored (${event.code}); the present one stays good`;
    case 'admitted':
      return `${event.serviceId} had the certificate checked and admits this terminal for ${Math.round(event.expiresIn)} s`;
    case 'signed-up':
      return `signed up as ${event.userId}; the access key is ${event.confirmed ? 'active' : 'waiting for its confirmation'}`;
    case 'session-opened':
      return `session ${event.renewal ? 'renewed' : 'opened'} for ${Math.round(event.expiresIn)} s`;
    case 'session-extended':
      return `session extended for ${Math.round(event.expiresIn)} s`;
    case 'waiting':
      return `no answer (${event.code}); trying again in ${event.seconds.toFixed(1)} s`;
  }
}

/** What went wrong, for the person at the command line: words, what to do, and the code for the operator. */
export function describeError(error: unknown): string {
  if (!(error instanceof CodedError)) return `unexpected: ${error instanceof Error ? error.message : String(error)}`;
  const words = error.detail === undefined ? error.facts.meaning : `${error.facts.meaning} (${error.detail})`;
  const wait = error.retryAfter === undefined ? '' : ` Try again in ${Math.ceil(error.retryAfter)} s.`;
  return `${words}${wait} [${error.code}]`;
}

/**
 * Of a walk that failed: which server of the chain did not answer, and what each of its endpoints came to; or that there was
 * no answer at the service server, which is asked before any of them.
 */
export function describeFailedHop(error: unknown, serviceUrl: string): string[] {
  if (!(error instanceof CodedError)) return [];
  const { hop, role, serverId } = error.info ?? {};
  const endpoints = endpointsOf(error).map(({ url, code }) => `  ${url}: ${errorCodes[code].meaning} [${code}]`);
  if (typeof hop !== 'number' && isSilence(error)) {
    return ['before the first hop, service server, failed:', `  ${serviceUrl}: ${error.facts.meaning} [${error.code}]`];
  }
  if (typeof hop !== 'number') return endpoints;
  return [`hop ${hop + 1}, ${String(role)} server ${String(serverId)}, failed:`, ...endpoints];
}

export function formatBytes(bytes: number): string {
  if (Math.round(bytes) < 1000) return `${Math.round(bytes)} B`;
  const units = ['kB', 'MB', 'GB'];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value.toFixed(value < 10 ? 1 : 0)} ${units[unit] ?? ''}`;
}
