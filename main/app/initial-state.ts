import type { ScreenSettings } from '../../src/contract/screen/settings.ts';
import type { ScreenState } from '../../src/contract/screen/state.ts';

export interface ProgramFacts {
  readonly version: string;
  readonly electron: string;
  readonly chromium: string;
  readonly node: string;
  readonly kiosk: boolean;
  readonly language: ScreenSettings['language'];
}

export const defaultSettings = (language: ScreenSettings['language']): ScreenSettings => ({
  language,
  theme: 'auto',
  units: 'metric',
  clock: '24-hour',
  voice: true,
  volume: 0.8,
  position: { kind: 'none' },
});

/** What the screens show before anything is known. */
export const initialState = ({ version, electron, chromium, node, kiosk, language }: ProgramFacts): ScreenState => ({
  app: { version, runtime: { electron, chromium, node }, demo: false, kiosk: kiosk ? 'locked' : 'off', visitors: 0 },
  settings: defaultSettings(language),
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
});
