import { expect, it } from 'vitest';
import {
  beginChain,
  chainPicture,
  failChain,
  finishChain,
  idleChain,
  nextChain,
  type Chain,
} from '../../../src/terminal/chain-picture.ts';
import type { TerminalEvent } from '../../../src/terminal/events.ts';

const refused = { type: 'service-refused', serviceId: 'maps' } as const;
const hop = (role: 'first-allocation' | 'second-allocation'): TerminalEvent => ({
  type: 'hop',
  role,
  serverId: role,
  url: `http://${role}`,
});
const leads = (from: 'stored' | 'terminal-walked'): TerminalEvent => ({
  type: 'authentication-server',
  serverId: 'auth',
  url: 'http://auth',
  from,
});
const authenticated = { type: 'authenticated', serverId: 'auth', serviceId: 'maps', expiresIn: 60 } as const;
const admitted = { type: 'admitted', serviceId: 'maps', expiresIn: 300 } as const;
const opened = { type: 'session-opened', expiresIn: 300, renewal: false } as const;

/** One event a second. */
const after = (events: readonly TerminalEvent[], from: Chain = idleChain): Chain =>
  events.reduce((chain, event, index) => nextChain(chain, event, index + 1), from);
const states = (chain: Chain) => chain.nodes.map(({ state }) => state).join(' ');

it('A1: lights up server by server, and says how long each took', () => {
  const walk = [refused, hop('first-allocation'), hop('second-allocation'), leads('terminal-walked')];
  expect(states(after(walk.slice(0, 2)))).toBe('done asking waiting waiting waiting waiting');
  const whole = after([...walk, authenticated, admitted, opened]);
  expect(states(whole)).toBe('done done done done done done');
  expect(chainPicture(whole, 10)).toMatchObject({
    state: 'done',
    from: 'terminal-walked',
    admissionRemaining: 296,
    nodes: [{}, { serverId: 'first-allocation', url: 'http://first-allocation', took: 1 }, {}, { took: 1 }, {}, {}],
  });
});

it('A3: a single-stage system skips the second allocation server', () => {
  const single = after([refused, hop('first-allocation'), leads('terminal-walked'), authenticated, admitted]);
  expect(states(single)).toBe('done done skipped done done asking');
});

it('A4: the stored server is gone straight to; when it fails, the chain is walked after all', () => {
  const stored = after([refused, leads('stored')]);
  expect(states(stored)).toBe('done skipped skipped asking waiting waiting');
  expect(stored.from).toBe('stored');
  const failed = { type: 'stored-server-failed', serverId: 'auth', code: 'network.unreachable' } as const;
  const fallen = after([failed, hop('first-allocation'), hop('second-allocation'), leads('terminal-walked')], stored);
  expect(states(fallen)).toBe('done done done asking waiting waiting');
  expect(fallen.from).toBe('terminal-walked');
});

it('shows a walk for its own sake and the admission by it as one', () => {
  const walk = [refused, hop('first-allocation'), hop('second-allocation'), refused, leads('stored')];
  const chain = after(walk, beginChain(0));
  expect(states(chain)).toBe('done done done asking waiting waiting');
  expect(chain.from).toBe('terminal-walked');
});

it('names who did not answer', () => {
  const failure = { step: 'network', code: 'network.unreachable', remedy: 'try-again' } as const;
  const chain = failChain(after([refused, hop('first-allocation')]), failure);
  expect(states(chain)).toBe('done failed waiting waiting waiting waiting');
  expect(chain).toMatchObject({ state: 'failed', failure });
  expect(failChain(idleChain, failure)).toBe(idleChain);
});

it('is over without a session where nobody is signed up', () => {
  const chain = finishChain(after([refused, leads('stored'), authenticated, admitted]));
  expect(chain.state).toBe('done');
  expect(states(chain)).toBe('done skipped skipped done done skipped');
});

it('begins anew with the next admission', () => {
  const whole = after([refused, leads('stored'), authenticated, admitted, opened]);
  expect(states(after([refused], whole))).toBe('done waiting waiting waiting waiting waiting');
});
