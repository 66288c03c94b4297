import type { Failure } from '../contract/screen/failure.ts';
import type { ChainRole, ScreenState } from '../contract/screen/state.ts';
import type { TerminalEvent } from './events.ts';

type Picture = ScreenState['chain'];
type Node = Picture['nodes'][number];

/** A picture with what the screen does not show: when each server was asked, by elapsed seconds. */
export interface Chain {
  readonly state: Picture['state'];
  readonly from?: NonNullable<Picture['from']>;
  readonly nodes: readonly Node[];
  readonly askedAt: readonly (number | undefined)[];
  readonly admittedUntil?: number;
  readonly failure?: Failure;
}

/** A1's way, with the account server at its end; a single-stage system (A3) skips the second allocation. */
const way: readonly ChainRole[] = [
  'service',
  'first-allocation',
  'second-allocation',
  'authentication',
  'service',
  'accounts',
];
const first = 1;
const second = 2;
const authentication = 3;
const admission = 4;
const accounts = 5;

export const idleChain: Chain = { state: 'idle', nodes: [], askedAt: [] };

/** @param now elapsed seconds, here and below */
const begun = (now: number): Chain => ({
  state: 'running',
  nodes: way.map((role, index): Node => ({ role, state: index === 0 ? 'asking' : 'waiting' })),
  askedAt: way.map((_, index) => (index === 0 ? now : undefined)),
});

/** Somebody asked to see the whole way. */
export const beginChain = begun;

/** What the picture becomes with the next thing that the terminal tells of. */
export function nextChain(chain: Chain, event: TerminalEvent, now: number): Chain {
  switch (event.type) {
    case 'service-refused': {
      // A walk for its own sake asks twice: once for the walk, once to be admitted.
      const underWay = chain.state === 'running' && chain.nodes[authentication]?.state === 'waiting';
      const running = underWay ? chain : begun(now);
      return running.nodes[0]?.state === 'asking' ? done(running, 0, now, { serverId: event.serviceId }) : running;
    }
    case 'hop': {
      const index = way.indexOf(event.role);
      return index === -1 ? chain : ask(settle(started(chain, now), index, now), index, now, event);
    }
    case 'authentication-server': {
      const walked = settle(started(chain, now), authentication, now);
      // What was stored a moment ago, by this very walk, was walked.
      const from = event.from === 'stored' && walked.nodes[first]?.state === 'done' ? 'terminal-walked' : event.from;
      return { ...ask(walked, authentication, now, event), from };
    }
    case 'stored-server-failed': {
      const { from: _from, ...rest } = chain;
      return [first, second, authentication].reduce<Chain>((now_, index) => change(now_, index, blank), rest);
    }
    case 'authenticated':
      return ask(done(chain, authentication, now, {}), admission, now, { serverId: event.serviceId });
    case 'admitted':
      return {
        ...ask(done(chain, admission, now, {}), accounts, now, {}),
        admittedUntil: now + event.expiresIn,
      };
    case 'session-opened':
      return chain.state === 'running' ? finishChain(done(chain, accounts, now, {})) : chain;
    default:
      return chain;
  }
}

/** The way is over, in good order: what was not needed is skipped. */
export function finishChain(chain: Chain): Chain {
  if (chain.state !== 'running') return chain;
  const nodes = chain.nodes.map((node) =>
    node.state === 'waiting' || node.state === 'asking' ? { ...node, state: 'skipped' as const } : node,
  );
  return { ...chain, state: 'done', nodes };
}

/** The way ended at whoever was being asked. */
export function failChain(chain: Chain, failure: Failure): Chain {
  if (chain.state !== 'running') return chain;
  const asked = chain.nodes.reduce((last, { state }, index) => (state === 'asking' ? index : last), -1);
  const failed = asked === -1 ? chain : change(chain, asked, (node) => ({ ...node, state: 'failed', failure }));
  return { ...failed, state: 'failed', failure };
}

/** What the screen is shown. */
export function chainPicture({ askedAt: _askedAt, admittedUntil, ...shown }: Chain, now: number): Picture {
  const nodes = [...shown.nodes];
  const remaining = admittedUntil === undefined ? 0 : admittedUntil - now;
  return { ...shown, nodes, ...(remaining > 0 ? { admissionRemaining: remaining } : {}) };
}

const started = (chain: Chain, now: number): Chain =>
  chain.state === 'running' ? chain : done(begun(now), 0, now, {});

const blank = ({ role }: Node): Node => ({ role, state: 'waiting' });

function change(chain: Chain, index: number, edit: (node: Node) => Node): Chain {
  return { ...chain, nodes: chain.nodes.map((node, at) => (at === index ? edit(node) : node)) };
}

/** Those before `index` have answered, or were not needed. */
function settle(chain: Chain, index: number, now: number): Chain {
  let settled = chain;
  for (let at = 0; at < index; at++) {
    const state = settled.nodes[at]?.state;
    if (state === 'asking') settled = done(settled, at, now, {});
    else if (state === 'waiting') settled = change(settled, at, (node) => ({ ...node, state: 'skipped' }));
  }
  return settled;
}

interface Server {
  readonly serverId?: string;
  readonly url?: string;
}

const serverOf = ({ serverId, url }: Server): Server => ({
  ...(serverId === undefined ? {} : { serverId }),
  ...(url === undefined ? {} : { url }),
});

function ask(chain: Chain, index: number, now: number, server: Server): Chain {
  const asked = change(chain, index, ({ role }) => ({ role, state: 'asking', ...serverOf(server) }));
  return { ...asked, askedAt: chain.askedAt.map((at, place) => (place === index ? now : at)) };
}

function done(chain: Chain, index: number, now: number, server: Server): Chain {
  const since = chain.askedAt[index];
  const took = since === undefined ? {} : { took: Math.max(0, now - since) };
  return change(chain, index, ({ failure: _failure, ...node }) => ({
    ...node,
    ...serverOf(server),
    state: 'done',
    ...took,
  }));
}
