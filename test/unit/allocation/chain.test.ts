import { describe, expect, it } from 'vitest';
import { verifyChain, type ExpectedAnswer } from '../../../src/allocation/chain.ts';
import type { SeenVersions } from '../../../src/allocation/versions.ts';
import type { Chain } from '../../../src/contract/allocation.ts';
import { toBase64url } from '../../../src/protocol/bytes.ts';
import { generateEd25519 } from '../../../src/protocol/keys.ts';
import { randomBytes } from '../../../src/protocol/random.ts';
import { anchor, signChain, subject, type LinkFacts } from '../../support/chains.ts';
import { codeOf } from '../../support/coded.ts';

const verify = (chain: Chain, more: Partial<ExpectedAnswer> = {}, seen: SeenVersions = {}) =>
  verifyChain(chain, anchor, { nonce: chain.nonce, subject, ...more }, seen);
const codeFor = (...links: LinkFacts[]) => codeOf(() => verify(signChain(links)));

describe('a chain', () => {
  it('verifies from the root to the authentication server', () => {
    const scope = { makerId: 'acme' };
    const narrower = { ...scope, modelPrefix: 'N-', serials: { from: 'SN000100', to: 'SN000199' } };
    const { links, authentication } = verify(signChain([{}, { scope }, { scope: narrower }]));
    expect(links).toHaveLength(3);
    expect(authentication.information.serverId).toBe('server-2');
    expect(authentication.information.scope).toEqual(narrower);
  });

  it('A3: may have one allocation server, or as many as a chain may have', () => {
    expect(codeFor({}, {})).toBeUndefined();
    expect(codeFor({}, {}, {}, {}, {})).toBeUndefined();
    expect(codeFor({}, {}, {}, {}, {}, {})).toBe('allocation.chain-too-long');
  });

  it('is refused where a link does not cover this terminal', () => {
    expect(codeFor({ scope: { makerId: 'other' } }, {}, {})).toBe('allocation.scope-violated');
    expect(codeFor({}, {}, { scope: { makerId: 'acme', modelId: 'N-200' } })).toBe('allocation.scope-violated');
    const serials = { from: 'SN000124', to: 'SN000999' };
    expect(codeFor({}, { scope: { serials } }, { scope: { serials } })).toBe('allocation.scope-violated');
  });

  it('is refused where a link reaches beyond the one that signed it', () => {
    expect(codeFor({ scope: { makerId: 'acme' } }, {}, {})).toBe('allocation.scope-violated');
    expect(codeFor({}, { scope: { modelPrefix: 'N-1' } }, { scope: { modelPrefix: 'N-' } })).toBe(
      'allocation.scope-violated',
    );
  });

  it('is refused where roles stand in the wrong place', () => {
    expect(codeFor({ role: 'second-allocation' }, {})).toBe('allocation.scope-violated');
    expect(codeFor({}, { role: 'first-allocation' }, {})).toBe('allocation.scope-violated');
    expect(codeFor({}, { role: 'authentication' }, {})).toBe('allocation.scope-violated');
    expect(codeFor({}, { role: 'second-allocation' })).toBe('allocation.scope-violated');
  });

  it('is refused where an answer was made for another request', () => {
    const [a, b] = [signChain([{}, {}, {}]), signChain([{}, {}, {}])];
    const nonce = toBase64url(randomBytes(32));
    expect(codeOf(() => verify(a, { nonce }))).toBe('allocation.answer-stale');
    expect(codeOf(() => verify({ ...a, nonce: b.nonce }))).toBe('allocation.answer-stale');
    expect(codeOf(() => verify({ ...a, nonce: b.nonce }, { nonce: a.nonce }))).toBe('allocation.answer-stale');
  });

  it('A2: shows the binding at the server that read the sealed part, and need not elsewhere', () => {
    const binding = toBase64url(randomBytes(32));
    const other = toBase64url(randomBytes(32));
    expect(codeOf(() => verify(signChain([{}, {}, { binding }]), { binding }))).toBeUndefined();
    expect(codeOf(() => verify(signChain([{}, {}, {}]), { binding }))).toBe('allocation.answer-stale');
    expect(codeOf(() => verify(signChain([{}, {}, { binding: other }]), { binding }))).toBe('allocation.answer-stale');
    // Whoever did not seal the part cannot ask for its binding: a service that is given a chain.
    expect(codeOf(() => verify(signChain([{}, {}, { binding }])))).toBeUndefined();
  });

  it('is refused where another key signed a link', () => {
    const chain = signChain([{}, {}, {}]);
    const other = signChain([{}, {}, {}], chain.nonce);
    const [first = chain.first, last = chain.first] = chain.answers;
    expect(codeOf(() => verify({ ...chain, first: other.first }))).toBe('document.signature-invalid');
    expect(codeOf(() => verify({ ...chain, answers: [first, other.answers[1] ?? last] }))).toBe(
      'document.signature-invalid',
    );
    expect(codeOf(() => verify({ ...chain, answers: [last, first] }))).toBe('document.signature-invalid');
    expect(codeOf(() => verify({ ...chain, answers: [first] }))).toBe('allocation.scope-violated');
    expect(codeOf(() => verify({ ...chain, answers: [first, last, last] }))).toBe('allocation.scope-violated');
    // A document of one kind does not pass for another.
    expect(codeOf(() => verify({ ...chain, answers: [chain.first] }))).toBe('document.signature-invalid');
  });
});

describe('versions (G2)', () => {
  it('what the root signed must reach the pinned lowest version', () => {
    const chain = signChain([{ version: 4 }, {}]);
    const pinned = (lowestVersion: number) =>
      codeOf(() => verifyChain(chain, { ...anchor, lowestVersion }, { nonce: chain.nonce, subject }, {}));
    expect(pinned(4)).toBeUndefined();
    expect(pinned(5)).toBe('document.version-stale');
  });

  it('an older link than seen is refused, an equal or newer one is remembered', () => {
    const keys = { signingKeys: generateEd25519() };
    const chain = (version: number) => signChain([keys, { version }]);
    const { seen } = verify(chain(7));
    expect(codeOf(() => verify(chain(6), {}, seen))).toBe('document.version-stale');
    expect(codeOf(() => verify(chain(7), {}, seen))).toBeUndefined();
    const { seen: later } = verify(chain(9), {}, seen);
    expect(codeOf(() => verify(chain(8), {}, later))).toBe('document.version-stale');
  });

  it('counts apart for another key or another scope', () => {
    const keys = { signingKeys: generateEd25519() };
    const { seen } = verify(signChain([keys, { version: 7 }]));
    expect(codeOf(() => verify(signChain([{}, { version: 1 }]), {}, seen))).toBeUndefined();
    const scope = { makerId: 'acme' };
    expect(codeOf(() => verify(signChain([keys, { version: 1, scope }]), {}, seen))).toBeUndefined();
  });

  it('a refused chain leaves the memory as it was', () => {
    const keys = { signingKeys: generateEd25519() };
    const seen: SeenVersions = {};
    expect(codeOf(() => verify(signChain([keys, { version: 7, scope: { makerId: 'x' } }]), {}, seen))).toBeDefined();
    expect(seen).toEqual({});
  });
});
