import { expect, it } from 'vitest';
import { firstView } from '../../../../renderer/state/first-view.ts';
import { themeOf } from '../../../../renderer/state/theme.ts';
import { nextStep } from '../../../../renderer/views/guide/next-step.ts';
import { screenRegion, screenState } from '../../../support/screen-state.ts';

const installed = {
  listed: 'publisher' as const,
  refreshing: false,
  regions: [screenRegion('a', { files: [{ kind: 'tiles', url: 'naviterm://terminal/maps/a/tiles', size: 1 }] })],
};
const signedIn = { phase: 'signed-in' as const };

it('starts on the map where there is one, whoever is signed in', () => {
  expect(firstView(screenState({ maps: installed })).name).toBe('map');
  expect(firstView(screenState({ terminal: signedIn })).name).toBe('maps');
  expect(firstView(screenState()).name).toBe('start');
});

it('takes day and night from the hand, then from the sun, then from the system', () => {
  expect(themeOf('day', false, true)).toBe('day');
  expect(themeOf('night', true, false)).toBe('night');
  expect(themeOf('auto', true, true)).toBe('day');
  expect(themeOf('auto', false, false)).toBe('night');
  expect(themeOf('auto', undefined, true)).toBe('night');
  expect(themeOf('auto', undefined, false)).toBe('day');
});

it('leads a first-time user from the map to the drive', () => {
  const place = { id: 'p', kind: 'poi', name: 'Harbour', category: 'harbour', position: [0, 0] } as const;
  const to = { ...place, position: [0, 0] as [number, number] };
  const route = { id: 'r', to, distance: 1, duration: 1, line: [], bounds: [0, 0, 1, 1], manoeuvres: [] } as never;
  expect(nextStep(screenState())).toBeUndefined();
  expect(nextStep(screenState({ terminal: signedIn }))).toBe('download');
  const withMap = { terminal: signedIn, maps: installed };
  expect(nextStep(screenState(withMap))).toBe('destination');
  expect(nextStep(screenState({ ...withMap, route }))).toBe('drive');
  expect(nextStep(screenState({ ...withMap, destinations: { recent: [to], favourites: [] } }))).toBeUndefined();
  const guidance = { state: 'arrived', routeId: 'r', to } as const;
  expect(nextStep(screenState({ ...withMap, route, guidance }))).toBeUndefined();
});
