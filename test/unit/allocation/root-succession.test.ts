import { describe, expect, it } from 'vitest';
import { followSuccession } from '../../../src/allocation/root-succession.ts';
import { payloadTypes } from '../../../src/contract/documents.ts';
import { toBase64url } from '../../../src/protocol/bytes.ts';
import { generateEd25519, type KeyPair } from '../../../src/protocol/keys.ts';
import { signDocument } from '../../../src/protocol/signed-document.ts';
import { codeOf } from '../../support/coded.ts';

const roots = Array.from({ length: 4 }, () => generateEd25519()) as [KeyPair, KeyPair, KeyPair, KeyPair];
const names = (by: KeyPair, next: KeyPair, lowestVersion = 1) =>
  signDocument(by, payloadTypes.rootSuccessor, { publicKey: toBase64url(next.publicKey), lowestVersion });
const from = (root: KeyPair) => ({ rootKey: root.publicKey, lowestVersion: 1 });
const [a, b, c, d] = roots;

describe('the succession of roots (G2)', () => {
  it('is followed step by step, from wherever one starts', () => {
    const documents = [names(a, b, 3), names(b, c, 5)];
    const { anchor, steps, former } = followSuccession(from(a), documents);
    expect(anchor).toEqual({ rootKey: c.publicKey, lowestVersion: 5 });
    expect(steps).toEqual(documents);
    expect(former.map(({ rootKey }) => rootKey)).toEqual([b.publicKey, a.publicKey]);
    expect(followSuccession(from(b), documents)).toMatchObject({ anchor: { lowestVersion: 5 }, steps: [documents[1]] });
    expect(followSuccession(from(c), documents)).toEqual({ anchor: from(c), steps: [], former: [] });
  });

  it('leads nowhere without the signature of the root of that moment', () => {
    const stay = { anchor: from(a), steps: [] };
    expect(followSuccession(from(a), [names(d, d)])).toMatchObject(stay);
    expect(followSuccession(from(a), [names(b, c)])).toMatchObject(stay);
    // A step that was signed by the one before, but is not reached from here.
    expect(followSuccession(from(a), [names(b, c), names(a, b)]).anchor.rootKey).toEqual(b.publicKey);
    const other = signDocument(a, payloadTypes.directory, { publicKey: toBase64url(b.publicKey), lowestVersion: 1 });
    expect(followSuccession(from(a), [other])).toMatchObject(stay);
  });

  it('never enters a root twice, and takes the first successor that a root has named', () => {
    expect(followSuccession(from(a), [names(a, b), names(b, a), names(a, d)]).anchor.rootKey).toEqual(b.publicKey);
    expect(followSuccession(from(a), [names(a, a), names(a, b)]).anchor.rootKey).toEqual(b.publicKey);
  });

  it('says so where a root has signed something else under this name', () => {
    const strange = signDocument(a, payloadTypes.rootSuccessor, { publicKey: 'AAAA', lowestVersion: 1 });
    expect(codeOf(() => followSuccession(from(a), [strange]))).toBe('document.malformed');
  });
});
