import { expect, it } from 'vitest';
import { withFavourite, withRecent } from '../../../../main/app/destinations.ts';
import type { Place } from '../../../../src/contract/screen/geography.ts';

const place = (id: string): Place => ({ id, kind: 'poi', name: id, category: 'fuel', position: [0, 0] });
const nowhere = { recent: [], favourites: [] };

it('puts the latest destination first, once, and keeps twenty', () => {
  let destinations = nowhere as Parameters<typeof withRecent>[0];
  for (let index = 0; index < 30; index++) destinations = withRecent(destinations, place(`p${index % 25}`));
  expect(destinations.recent).toHaveLength(20);
  expect(destinations.recent.slice(0, 3).map(({ id }) => id)).toEqual(['p4', 'p3', 'p2']);
});

it('keeps a favourite once, and forgets it when told', () => {
  const both = withFavourite(
    withFavourite(withFavourite(nowhere, place('a'), true), place('b'), true),
    place('a'),
    true,
  );
  expect(both.favourites.map(({ id }) => id)).toEqual(['b', 'a']);
  expect(withFavourite(both, place('a'), false).favourites.map(({ id }) => id)).toEqual(['b']);
});
