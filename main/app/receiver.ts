import type { ScreenSettings } from '../../src/contract/screen/settings.ts';
import type { PositionClock, PositionSource } from '../../src/navigation/position/position-source.ts';

/** The source of positions that the settings name; undefined for none. */
export function receiverOf(_setting: ScreenSettings['position'], _clock: PositionClock): PositionSource | undefined {
  return undefined;
}
