import { raceEndpoints } from '../allocation/endpoint-race.ts';
import { atAnyEndpoint } from '../allocation/endpoints.ts';
import type { ReachOptions } from '../allocation/reach-server.ts';
import type { Endpoint } from '../contract/allocation.ts';
import { check } from '../contract/check.ts';
import { Health } from '../contract/health.ts';
import { CodedError } from '../errors/coded-error.ts';
import { decodeJson } from '../protocol/bytes.ts';
import type { TerminalEvent } from './events.ts';
import { waitBeforeResend, type TerminalContext } from './terminal-context.ts';

type Server = Pick<Extract<TerminalEvent, { type: 'endpoint-failed' }>, 'role' | 'serverId'>;

/** How this terminal reaches the endpoints of a server: by its own clock, and telling which of them fail. */
export function reaching(context: TerminalContext, { role, serverId }: Server) {
  const { clock, transport } = context.ports;
  return {
    transport,
    sleep: (seconds, signal) => clock.sleep(seconds, signal),
    beforeResend: waitBeforeResend(context),
    onFailure: ({ url, error }) => context.tell({ type: 'endpoint-failed', role, serverId, url, code: error.code }),
  } satisfies Partial<ReachOptions>;
}

/**
 * For requests outside channels, which may change something: a question that changes nothing finds out which endpoint
 * answers first, and the request goes to that one; to another one only after it has failed there.
 * @param timeout seconds for the question
 */
export async function atAnsweringEndpoint<T>(
  context: TerminalContext,
  server: Server & { readonly endpoints: readonly Endpoint[] },
  attempt: (url: string) => Promise<T>,
  timeout = 10,
): Promise<T> {
  const { endpoints, serverId } = server;
  if (endpoints.length === 1) return atAnyEndpoint(endpoints, attempt);
  const { sleep, onFailure, transport } = reaching(context, server);
  const ask = async (url: string, signal: AbortSignal) => {
    const wanted = { method: 'GET', url: `${url.replace(/\/$/, '')}/health`, headers: {}, signal };
    const { body } = await transport({ ...wanted, maximumBytes: 4_096, timeout });
    const health = check(Health, decodeJson(body, 'network.answer-invalid'), 'network.answer-invalid');
    if (health.serverId !== serverId) throw new CodedError('network.answer-invalid', { detail: url });
  };
  const { url: first } = await raceEndpoints(endpoints, ask, { sleep, onFailure });
  return atAnyEndpoint(
    endpoints.map((endpoint) => ({ ...endpoint, priority: endpoint.url === first ? -1 : endpoint.priority })),
    attempt,
  );
}
