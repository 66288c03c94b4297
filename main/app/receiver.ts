import type { ScreenSettings } from '../../src/contract/screen/settings.ts';
import { gpsdPositions } from '../../src/host/position-gpsd.ts';
import { nmeaPositions } from '../../src/host/position-nmea.ts';
import type { PositionClock, PositionSource } from '../../src/navigation/position/position-source.ts';

/** The source of positions that the settings name; undefined for none. */
export function receiverOf(setting: ScreenSettings['position'], clock: PositionClock): PositionSource | undefined {
  switch (setting.kind) {
    case 'none':
      return undefined;
    case 'gpsd':
      return gpsdPositions(setting.host, setting.port, clock);
    case 'nmea':
      return nmeaPositions(setting.path, clock);
  }
}
