import { sessionExtensionPath } from '../../../src/contract/sessions.ts';
import { CodedError } from '../../../src/errors/coded-error.ts';
import type { RealTerminal } from '../../support/real-terminal.ts';
import { isExchange, terminalExchanges, type TerminalExchange } from '../../support/terminal-exchanges.ts';
import type { Trial } from '../trial.ts';
import { pathOf, type Exchange, type Intruder } from './network.ts';
import { nearItsEnd, type World } from './world.ts';

/** One message that a terminal sends on purpose, or that a server sends meanwhile: where an attack can take place. */
export interface Moment {
  readonly name: string;
  readonly exchange: TerminalExchange;
  /** The first message of its kind is 0. */
  readonly nth: number;
  /** Whether the intruder also has every later message of the kind. */
  readonly forEver?: boolean;
  /** How it went when nobody interfered. */
  readonly honest: Exchange;
  /** Messages of the kind that were sent then. */
  readonly usual: number;
  readonly isThis: (passage: Pick<Exchange, 'from' | 'request'>) => boolean;
}

/** What makes the service server ask others. */
const servesOthers = new Set(['/v1/admissions', '/v1/catalog', '/v1/allocations']);
/** What a terminal does that servers ask one another about, by the path that they ask at. */
const serverPaths = ['/v1/channels/certificate-check/', '/v1/channels/session-check/', '/v1/channels/allocation/'];

const exchangesOf = ({ account, servers }: World): TerminalExchange[] => [
  ...terminalExchanges(account),
  {
    path: sessionExtensionPath,
    async work({ terminal, events }) {
      await terminal.currentSession();
      servers.clock.advance(nearItsEnd);
      await terminal.sessions.get(await terminal.directory.configuredService(), terminal.sessions.current?.deviceKey);
      if (!events.some(({ type }) => type === 'session-extended'))
        throw new CodedError('session.expired', { detail: 'a new session took its place' });
    },
  },
];

const known = new WeakMap<World, Promise<readonly Moment[]>>();

/** Every message of every kind of request that a terminal makes, found by making it. */
export function findMoments(world: World): Promise<readonly Moment[]> {
  const found = known.get(world) ?? recordMoments(world);
  known.set(world, found);
  return found;
}

async function recordMoments(world: World): Promise<Moment[]> {
  const found: Moment[] = [];
  for (const exchange of exchangesOf(world)) {
    const recorded = await world.network.record(async () => {
      await exchange.work(await freshly(world, exchange));
    });
    const own = recorded.filter(({ from, request }) => from === 'terminal' && isExchange(exchange, request));
    const isOwn: Moment['isThis'] = ({ from, request }) => from === 'terminal' && isExchange(exchange, request);
    // Chunks are all alike.
    for (const [nth, honest] of own.slice(0, exchange.path === '/v1/chunks/' ? 1 : 8).entries())
      found.push({ name: `${exchange.path} ${nth}`, exchange, nth, honest, usual: own.length, isThis: isOwn });
    if (!servesOthers.has(exchange.path)) continue;
    for (const path of serverPaths) {
      const isAsked: Moment['isThis'] = ({ from, request }) =>
        from === 'server' && pathOf(request.url).startsWith(path);
      const asked = recorded.filter(isAsked);
      for (const [nth, honest] of asked.entries()) {
        const name = `${exchange.path}, then ${path} ${nth}`;
        found.push({ name, exchange, nth, honest, usual: asked.length, isThis: isAsked });
      }
    }
  }
  return found;
}

/** The victim started anew, without maps, so that it has everything to ask for. */
async function freshly({ servers, victim }: World, { path, route }: TerminalExchange): Promise<RealTerminal> {
  // Few sessions may wait for their first use, and logins that were cut off count as guesses: a minute ends both.
  if (/^\/v1\/channels\/(session|sign-up)\//.test(path)) servers.clock.advance(61);
  // Servers keep their channels to one another for a while; a new one has to open them.
  if (servesOthers.has(path)) await servers.restart('maps');
  await victim.forgetMaps();
  return victim.restart(route);
}

/** How the victim's work ended with the intruder at one of its messages. */
export interface Attacked {
  readonly succeeded: boolean;
  /** It succeeded with what the intruder made of the message or its answer: nobody was asked again. */
  readonly taken: boolean;
  /** Where it failed. */
  readonly error?: CodedError;
}

/** Lets the intruder at one message while the victim does what the message belongs to. */
export async function attackAt(world: World, moment: Moment, trial: Trial, intruder: Intruder): Promise<Attacked> {
  const opened = await freshly(world, moment.exchange);
  const { isThis, nth, usual, forEver = false } = moment;
  let count = 0;
  world.network.attack((passage, send) => {
    if (!isThis(passage)) return send(passage.request);
    count += 1;
    const hit = forEver ? count > nth : count === nth + 1;
    return hit ? intruder(passage, send) : send(passage.request);
  });
  const outcome = await trial.attempt(moment.exchange.work(opened));
  world.network.calm();
  if (count <= nth) trial.missed(`${moment.name} was not said`);
  if ('error' in outcome) return { succeeded: false, taken: false, error: outcome.error };
  return { succeeded: true, taken: count > nth && count <= usual };
}
