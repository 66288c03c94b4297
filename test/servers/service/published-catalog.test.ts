import { expect, it } from 'vitest';
import { PublishedCatalog } from '../../../local-servers/service/published-catalog.ts';
import { contentDigest } from '../../../src/protocol/content-digest.ts';

const all = () => true;
const only = (wanted: string) => (id: string) => id === wanted;
const regions = (targets = ['a.pmtiles']) => [
  { id: 'a', targets },
  { id: 'b', targets: [] },
];

it('is written once for contracts that cover the same regions, and says so of each', () => {
  const catalog = new PublishedCatalog().holding(regions());
  const forAll = catalog.answerFor(all);
  expect(catalog.holding(regions()).answerFor(all)).toBe(forAll);
  expect(JSON.parse(catalog.answerFor(only('b')).body)).toEqual({
    regions: [
      { id: 'a', entitled: false, targets: ['a.pmtiles'] },
      { id: 'b', entitled: true, targets: [] },
    ],
  });
  expect(forAll.digest).toBe(contentDigest(forAll.body));
});

it('is written anew when something else is published', () => {
  const catalog = new PublishedCatalog().holding(regions());
  const before = catalog.answerFor(all);
  const after = catalog.holding(regions(['a.pmtiles', 'a.places'])).answerFor(all);
  expect(after.body).toContain('a.places');
  expect(after.digest).not.toBe(before.digest);
  expect(new PublishedCatalog().answerFor(all).body).toBe('{"regions":[]}');
});
