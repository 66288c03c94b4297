import type { Endpoint } from '../contract/allocation.ts';
import { CodedError, hasCode } from '../errors/coded-error.ts';
import { randomBytes } from '../protocol/random.ts';

/** The order of RFC 2782: by priority, within one priority drawn by weight. `draw` gives numbers in [0, 1). */
export function orderEndpoints(endpoints: readonly Endpoint[], draw: () => number = randomFraction): Endpoint[] {
  const left = endpoints.toSorted((a, b) => a.priority - b.priority);
  const ordered: Endpoint[] = [];
  while (left.length > 0) {
    const priority = left[0]?.priority;
    const group = left.filter((endpoint) => endpoint.priority === priority);
    const total = group.reduce((sum, { weight }) => sum + weight, 0);
    let rest = draw() * total;
    const chosen = group.find(({ weight }) => (rest -= weight) < 0) ?? group[0];
    if (chosen === undefined) break;
    ordered.push(chosen);
    left.splice(left.indexOf(chosen), 1);
  }
  return ordered;
}

function randomFraction(): number {
  return Buffer.from(randomBytes(4)).readUInt32BE() / 2 ** 32;
}

/**
 * Whether an endpoint failed rather than answered: unreachable, out of order, or somebody else listens there. The next
 * one may do better; a refusal would be the same everywhere.
 */
export function isServerFailure(error: unknown): error is CodedError {
  return hasCode(
    error,
    'network.unreachable',
    'network.timeout',
    'network.answer-invalid',
    'server.unavailable',
    'server.internal',
    'channel.handshake-failed',
  );
}

/** Runs `attempt` at one endpoint after the other until one answers at all; a refusal is an answer. */
export async function atAnyEndpoint<T>(
  endpoints: readonly Endpoint[],
  attempt: (url: string) => Promise<T>,
): Promise<T> {
  let last: unknown = new CodedError('network.unreachable', { detail: 'no endpoint' });
  for (const { url } of orderEndpoints(endpoints)) {
    try {
      return await attempt(url);
    } catch (error) {
      if (!isServerFailure(error)) throw error;
      // Of several failures, the one with a word on keys tells most.
      if (!hasCode(last, 'channel.handshake-failed')) last = error;
    }
  }
  throw last;
}
