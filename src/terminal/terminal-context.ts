import type { TrustAnchor } from '../allocation/chain.ts';
import type { TerminalConfiguration } from '../contract/terminal-configuration.ts';
import { hasCode } from '../errors/coded-error.ts';
import { fromBase64url } from '../protocol/bytes.ts';
import type { EventListener } from './events.ts';
import type { TerminalPorts } from './ports.ts';
import type { StateFile } from './state.ts';

/** What every part of the terminal works with. */
export interface TerminalContext {
  readonly configuration: TerminalConfiguration;
  /** The root that is believed at this moment (G2). */
  readonly anchor: TrustAnchor;
  /** Those that it has followed, the newest first. */
  readonly formerAnchors: readonly TrustAnchor[];
  readonly ports: TerminalPorts;
  readonly state: StateFile;
  readonly tell: EventListener;
}

export function trustAnchor(configuration: TerminalConfiguration): TrustAnchor {
  const { publicKey, lowestVersion } = configuration.allocationRoot;
  return { rootKey: fromBase64url(publicKey, 'configuration.invalid'), lowestVersion };
}

const firstWait = 0.25;
const longestWait = 8;
/** Seconds that a terminal waits where it was asked to; longer ones are told to whoever called, for anybody can ask. */
const longestAskedWait = 60;
const attempts = 8; // 24 s of waiting in all: a server that is started again is there by then

/** Seconds before attempt `attempt` (1, 2, …): doubling, with a ceiling. */
export const backOff = (attempt: number): number => Math.min(firstWait * 2 ** (attempt - 1), longestWait);

/** How a channel waits before it sends the same bytes again. */
export const waitBeforeResend = (context: TerminalContext) => (attempt: number) =>
  context.ports.clock.sleep(backOff(attempt));

/** Runs `work` again, after growing waits, while nothing answers at all; not once more after `patience` seconds. */
export async function persistently<T>(
  context: TerminalContext,
  work: () => Promise<T>,
  signal?: AbortSignal,
  patience = Number.POSITIVE_INFINITY,
): Promise<T> {
  const { clock } = context.ports;
  const begun = clock.monotonic();
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const passing = hasCode(
        error,
        'network.unreachable',
        'network.timeout',
        'server.unavailable',
        'request.rate-limited',
      );
      if (!passing || attempt >= attempts || clock.monotonic() - begun >= patience) throw error;
      const seconds = error.retryAfter ?? backOff(attempt);
      if (seconds > longestAskedWait) throw error;
      context.tell({ type: 'waiting', seconds, code: error.code });
      await clock.sleep(seconds, signal);
    }
  }
}
