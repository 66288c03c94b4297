import fc from 'fast-check';
import { expect, test } from 'vitest';
import { verifyChain } from '../../src/allocation/chain.ts';
import { compareHardwareNumbers, scopeCovers, scopeWithin } from '../../src/allocation/scope.ts';
import type { Chain, Scope } from '../../src/contract/allocation.ts';
import type { SignedDocument } from '../../src/contract/documents.ts';
import { anchor, signChain } from '../support/chains.ts';
import { codeOf } from '../support/coded.ts';

// Few letters, so that ids meet and prefixes match often.
const id = fc.stringMatching(/^[ab]{1,3}$/);
const serial = fc.stringMatching(/^[0-3]{1,3}$/);
const range = fc.tuple(serial, serial).map(([a, b]) => {
  const [from = a, to = b] = [a, b].toSorted(compareHardwareNumbers);
  return { from, to };
});
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const present = (scope: { [Key in keyof Scope]: Scope[Key] | undefined }) =>
  Object.fromEntries(Object.entries(scope).filter(([, value]) => value !== undefined)) as Scope;
const scopeOf = (fields: { [Key in keyof Scope]: fc.Arbitrary<Scope[Key] | undefined> }) =>
  fc.record(fields).map(present);
const scopes = fc.oneof(
  scopeOf({ makerId: optional(id), modelId: optional(id), modelPrefix: optional(id), serials: optional(range) }),
  // One kind of restriction at a time meets its like more often.
  scopeOf({ modelId: optional(id), modelPrefix: optional(id) }),
  scopeOf({ serials: range }),
);
const devices = fc.record({ makerId: id, modelId: id, hardwareNumber: serial });

test('G2: a scope within another covers no terminal that the other does not', () => {
  fc.assert(
    fc.property(scopes, scopes, devices, (inner, outer, device) => {
      if (scopeWithin(inner, outer) && scopeCovers(inner, device)) expect(scopeCovers(outer, device)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test('G2: being within is transitive', () => {
  fc.assert(
    fc.property(scopes, scopes, scopes, (a, b, c) => {
      if (scopeWithin(a, b) && scopeWithin(b, c)) expect(scopeWithin(a, c)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test('G2: a chain verifies exactly when every link covers the terminal and lies within the one before', () => {
  fc.assert(
    fc.property(fc.array(scopes, { minLength: 2, maxLength: 5 }), devices, (linkScopes, subject) => {
      const chain = signChain(linkScopes.map((scope) => ({ scope })));
      const holds = linkScopes.every(
        (scope, index) => scopeCovers(scope, subject) && scopeWithin(scope, linkScopes[index - 1] ?? {}),
      );
      const code = codeOf(() => verifyChain(chain, anchor, { nonce: chain.nonce, subject }, {}));
      expect(code).toBe(holds ? undefined : 'allocation.scope-violated');
    }),
    { numRuns: 150 },
  );
});

const textOf = (chain: Chain) =>
  [chain.first, ...chain.answers].flatMap((document, link) => [
    { link, field: 'payloadType' as const, text: document.payloadType },
    { link, field: 'payload' as const, text: document.payload },
    { link, field: 'keyid' as const, text: document.signatures[0]?.keyid ?? '' },
    { link, field: 'sig' as const, text: document.signatures[0]?.sig ?? '' },
  ]);

function withText(
  document: SignedDocument,
  field: 'payloadType' | 'payload' | 'keyid' | 'sig',
  text: string,
): SignedDocument {
  if (field === 'payloadType' || field === 'payload') return { ...document, [field]: text };
  return { ...document, signatures: document.signatures.map((signature) => ({ ...signature, [field]: text })) };
}

test('G2: a chain with any character changed, anywhere, is refused with a code', () => {
  const subject = { makerId: 'acme', modelId: 'N-100', hardwareNumber: 'SN1' };
  const scope = { makerId: 'acme' };
  const chain = signChain([{}, { scope }, { scope }]);
  const texts = textOf(chain);
  const place = fc.constantFrom(...texts).chain((at) => fc.tuple(fc.constant(at), fc.nat({ max: at.text.length - 1 })));
  const letter = fc.stringMatching(/^[A-Za-z0-9_ =-]$/);
  fc.assert(
    fc.property(place, letter, ([{ link, field, text }, index], character) => {
      fc.pre(text[index] !== character);
      const changed = text.slice(0, index) + character + text.slice(index + 1);
      const documents = [chain.first, ...chain.answers].map((document, at) =>
        at === link ? withText(document, field, changed) : document,
      );
      const [first = chain.first, ...answers] = documents;
      const expected = { nonce: chain.nonce, subject };
      const code = codeOf(() => verifyChain({ ...chain, first, answers }, anchor, expected, {}));
      expect(code).toMatch(/^document\.(signature-invalid|malformed)$/);
    }),
    { numRuns: 1_500 },
  );
});
