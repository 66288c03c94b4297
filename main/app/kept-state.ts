import { Type } from 'typebox';
import { Place } from '../../src/contract/screen/geography.ts';
import { ScreenSettings } from '../../src/contract/screen/settings.ts';
import type { ScreenState } from '../../src/contract/screen/state.ts';
import type { CodedError } from '../../src/errors/coded-error.ts';
import { KeptValue } from '../../src/host/kept-value.ts';
import { SavedGuidance } from '../../src/navigation/guidance/saved-guidance.ts';
import { KeptDownloads } from '../terminal/downloads.ts';
import { defaultSettings } from './initial-state.ts';

const KeptDestinations = Type.Object(
  { recent: Type.Array(Place, { maxItems: 50 }), favourites: Type.Array(Place, { maxItems: 200 }) },
  { additionalProperties: false },
);

const KeptGuidance = Type.Union([SavedGuidance, Type.Null()]);

/** What the screens' state keeps on disk, a file each in the terminal's folder. */
export interface KeptState {
  readonly settings: KeptValue<typeof ScreenSettings>;
  readonly destinations: KeptValue<typeof KeptDestinations>;
  readonly downloads: KeptValue<typeof KeptDownloads>;
  readonly guidance: KeptValue<typeof KeptGuidance>;
  /** What was wrong with files that were not taken. */
  readonly damages: readonly CodedError[];
}

export async function openKeptState(folder: string, language: ScreenState['settings']['language']): Promise<KeptState> {
  const [settings, destinations, downloads, guidance] = await Promise.all([
    KeptValue.open({
      folder,
      name: 'screen-settings.json',
      schema: ScreenSettings,
      initial: defaultSettings(language),
    }),
    KeptValue.open({
      folder,
      name: 'destinations.json',
      schema: KeptDestinations,
      initial: { recent: [], favourites: [] },
    }),
    KeptValue.open({ folder, name: 'downloads.json', schema: KeptDownloads, initial: [] }),
    KeptValue.open({ folder, name: 'guidance.json', schema: KeptGuidance, initial: null }),
  ]);
  const damages = [settings.damage, destinations.damage, downloads.damage, guidance.damage].filter(
    (damage) => damage !== undefined,
  );
  return { settings, destinations, downloads, guidance, damages };
}
