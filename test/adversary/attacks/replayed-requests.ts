import type { Attack, AttackClass } from '../attack.ts';
import { describeRows, newRows } from '../world/ledger.ts';
import { isSigned, pathOf, type Exchange } from '../world/network.ts';
import { distinct, recordStory, wordsFor } from '../world/story.ts';

/**
 * When everything is said again, in seconds after it was recorded: around the ends of a cookie (60), a provisional
 * session (60), a service nonce and a session (300), a channel (600), a certificate (1200) and the longest session (3600).
 */
const moments = [0, 59, 61, 299, 301, 599, 601, 1_199, 1_201, 3_599, 3_601] as const;
/** No session that was recorded is alive from here on. */
const allOver = 301;

export const replayedRequests: AttackClass = {
  name: 'replayed-requests',
  title:
    'says every recorded request again to the server it was for, around the end of every window and after a restart',
  without: 'used-counters',
  attacks: async (world, extent) => {
    const all = (await recordStory(world)).filter(({ request }) => request.body !== undefined || isSigned(request));
    const recorded = extent === 'full' ? all : distinct(all);
    const start = world.servers.clock.now();
    return moments.flatMap((seconds): Attack[] =>
      ([false, true] as const).flatMap((restarted) =>
        seconds === 0 || !restarted
          ? recorded.map((exchange, place) => ({
              name: `${wordsFor(exchange)} again after ${seconds} s${restarted ? ' and a restart' : ''}`,
              aside: true,
              run: async (trial) => {
                const { servers } = world;
                servers.clock.advance(Math.max(0, start + seconds - servers.clock.now()));
                if (restarted && place === 0)
                  for (const id of ['first', 'second', 'authentication', 'accounts', 'maps'] as const)
                    await servers.restart(id);
                const before = await world.ledger.read();
                const response = await world.network.deliver(exchange.request);
                const rows = newRows(before, await world.ledger.read());
                trial.gainIf(rows.size > 0, `the servers have ${describeRows(rows)} from it`);
                if (trial.answered(response) && !mayBeAnswered(exchange, response.body, seconds))
                  trial.gain(`status ${response.status} to what was answered before`);
              },
            }))
          : [],
      ),
    );
  },
};

/** What harms nobody: a handshake, which changes nothing; the very reply that was recorded; a read under a live session. */
function mayBeAnswered({ request, response }: Exchange, body: Uint8Array, seconds: number): boolean {
  const path = pathOf(request.url);
  if (path.endsWith('/handshake')) return true;
  if (path.endsWith('/messages')) return Buffer.compare(body, response.body) === 0;
  if (request.method === 'GET') return seconds < allOver || !isSigned(request);
  // The service walks anew for whoever asks; a certificate may be presented again by its own key while it lasts.
  if (path === '/v1/allocations') return true;
  return path === '/v1/admissions' && seconds < allOver;
}
