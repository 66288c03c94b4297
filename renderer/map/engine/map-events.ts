import type { LongitudeLatitude } from '../../../src/contract/screen/geography.ts';

/** What the map tells the screen. None of it is called for each frame. */
export interface MapEvents {
  /** The map has come to rest, or passed by another zoom or bearing on its way there. */
  readonly onView: (view: MapView) => void;
  /** Somebody took the map in the hand: it does not follow any more. */
  readonly onTaken: () => void;
  /** A place was touched long, or a symbol was touched. */
  readonly onPicked: (position: LongitudeLatitude) => void;
  readonly onUnreadable: (regionId: string) => void;
  /** Everything that is in sight is drawn. */
  readonly onIdle: () => void;
}

export interface MapView {
  readonly center: LongitudeLatitude;
  readonly zoom: number;
  readonly bearing: number;
  /** Metres a pixel stands for in the middle. */
  readonly metresPerPixel: number;
}
