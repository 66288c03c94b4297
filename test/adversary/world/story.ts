import { signUp } from '../../support/real-terminal.ts';
import type { Exchange } from './network.ts';
import { nearItsEnd, type World } from './world.ts';

/**
 * Everything that a terminal says and is told, from its sign-up to the end of its session, with what the servers ask of
 * one another meanwhile; it goes both ways of allocation.
 */
export function recordStory({ network, servers, account, victim, another }: World): Promise<Exchange[]> {
  return network.record(async () => {
    const { opened, terminal } = await another();
    await signUp(opened, account);
    await terminal.maps.list();
    await terminal.maps.download('city');
    servers.clock.advance(nearItsEnd);
    await terminal.currentSession();
    await terminal.terminals();
    await terminal.sessions.forget();
    await (await victim.restart('service-walked')).terminal.allocateAnew();
    await victim.restart();
    await victim.enter();
  });
}

/** One of each kind: who asked whom for what, at which place in its channel or signed or not. */
export function distinct(exchanges: readonly Exchange[]): Exchange[] {
  const seen = new Set<string>();
  return exchanges.filter(({ from, request, response }) => {
    const path = new URL(request.url).pathname.replace(/(chunks|metadata)\/.*/, '$1');
    const size = path.endsWith('/messages') ? (request.body?.byteLength ?? 0) : 0;
    const kind = `${from} ${request.method} ${new URL(request.url).port}${path} ${size} ${response.status}`;
    if (seen.has(kind)) return false;
    seen.add(kind);
    return true;
  });
}

/** In words, for the name of an attack. */
export const wordsFor = ({ from, request }: Pick<Exchange, 'from' | 'request'>): string =>
  `${from === 'server' ? "a server's " : ''}${request.method} ${new URL(request.url).pathname.slice(0, 60)}`;
