import { join } from 'node:path';
import type { Bounds } from '../../src/contract/screen/geography.ts';
import { buildMapStyle } from '../../renderer/map/style/map-style.ts';

const fontFile = (subset: string, weight: number) => `bare://map/fonts/noto-sans-${subset}-${weight}-normal.woff2`;
const faces = (weight: number) => [
  { url: fontFile('latin', weight), 'unicode-range': ['U+0000-00FF', 'U+0131', 'U+2000-206F'] },
  { url: fontFile('latin-ext', weight), 'unicode-range': ['U+0100-02BA', 'U+1E00-1EFF'] },
];

export interface MapFiles {
  readonly world: string;
  readonly region: string;
}

/**
 * What the bare page draws: the very layers, colours and fonts that the terminal draws, from the same archives through
 * PMTiles' own protocol, at the same place and with the same options of MapLibre. It lacks what the terminal has around
 * its map, and the terminal's symbols, for which plain squares stand.
 */
export function sameMap(bounds: Bounds): object {
  const style = buildMapStyle({
    theme: 'day',
    language: 'en',
    scale: 1,
    calm: false,
    fonts: { 'Noto Sans Regular': faces(400), 'Noto Sans SemiBold': faces(600) },
    overviewTiles: 'pmtiles://bare://map/world.pmtiles/{z}/{x}/{y}',
    detailTiles: 'pmtiles://bare://map/region.pmtiles/{z}/{x}/{y}',
  });
  return {
    style,
    view: {
      bounds,
      padding: { top: 84, right: 104, bottom: 60, left: 44 },
      options: { attributionControl: false, fadeDuration: 150, maxPitch: 60, localIdeographFontFamily: false },
    },
  };
}

/** Where the bare page's program finds everything: its own packages are the terminal's, as they come. */
export const barePlaces = ({ world, region }: MapFiles, map: string, packages: string): string =>
  JSON.stringify({
    served: { 'world.pmtiles': world, 'region.pmtiles': region, 'map.json': map },
    folders: {
      maplibre: join(packages, 'maplibre-gl', 'dist'),
      pmtiles: join(packages, 'pmtiles', 'dist', 'esm'),
      fflate: join(packages, 'fflate', 'esm'),
      fonts: join(packages, '@fontsource', 'noto-sans', 'files'),
    },
  });
