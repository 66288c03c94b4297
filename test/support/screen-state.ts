import type { ScreenState } from '../../src/contract/screen/state.ts';

/** All topics as a terminal has them that was just started, with what a test wants to be otherwise. */
export const screenState = (otherwise: Partial<ScreenState> = {}): ScreenState => ({
  app: {
    version: '0.0.0',
    runtime: { electron: '25.1.1', chromium: '114', node: '18' },
    demo: false,
    kiosk: 'off',
    visitors: 0,
  },
  settings: {
    language: 'en',
    theme: 'auto',
    units: 'metric',
    clock: '24-hour',
    voice: true,
    volume: 0.8,
    position: { kind: 'none' },
  },
  terminal: { phase: 'starting' },
  session: { state: 'none' },
  keyring: { state: 'unknown' },
  stack: { state: 'off', attempt: 0 },
  network: { state: 'unknown' },
  chain: { state: 'idle', nodes: [] },
  maps: { listed: 'never', refreshing: false, regions: [] },
  downloads: [],
  position: { source: 'none', state: 'off', moving: false },
  destinations: { recent: [], favourites: [] },
  route: null,
  guidance: { state: 'none' },
  ...otherwise,
});

/** A region with files where it is installed. */
export const screenRegion = (
  id: string,
  otherwise: Partial<ScreenState['maps']['regions'][number]> = {},
): ScreenState['maps']['regions'][number] => ({
  id,
  names: { en: id },
  bounds: [0, 0, 1, 1],
  entitled: true,
  state: 'not-installed',
  files: [],
  ...otherwise,
});
