import {
  addProtocol,
  Map as MapLibreMap,
  prewarm,
  removeProtocol,
  setWorkerUrl,
  type StyleSpecification,
} from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import type { Language } from '../../../src/contract/screen/settings.ts';
import type { Theme } from '../../../src/maps/appearance/palette.ts';
import { mapFonts } from '../style/fonts.ts';
import { buildMapStyle } from '../style/map-style.ts';
import { screenPalettes } from '../style/screen-palette.ts';
import { drawSymbols } from '../symbols/draw-symbols.ts';
import type { RegionTiles } from '../tiles/region-tiles.ts';
import type { CameraPose } from './camera-target.ts';

/** How the map looks. */
export interface MapLook {
  readonly theme: Theme;
  readonly language: Language;
  /** 1 for a screen of 600 pixels' height. */
  readonly scale: number;
  /** While guided: fewer symbols, no house numbers. */
  readonly calm: boolean;
}

export const styleFor = (look: MapLook) =>
  buildMapStyle({
    ...look,
    fonts: mapFonts,
    overviewTiles: 'overview://{z}/{x}/{y}',
    detailTiles: 'detail://{z}/{x}/{y}',
  });

/** MapLibre on an element, over the installed regions, with nothing on it yet that the screen draws itself. */
export function createMap(
  container: HTMLElement,
  style: StyleSpecification,
  { theme }: MapLook,
  tiles: RegionTiles,
  camera: CameraPose,
): MapLibreMap {
  setWorkerUrl(workerUrl);
  // The worker reads its code while the canvas comes up: the first tile waits for both.
  prewarm();
  addProtocol('overview', tiles.load('overview'));
  addProtocol('detail', tiles.load('detail'));
  const map = new MapLibreMap({
    container,
    style,
    // Checked by the tests; a check at every start would hold the first tile up.
    validateStyle: false,
    center: [camera.center[0], camera.center[1]],
    zoom: camera.zoom,
    bearing: camera.bearing,
    pitch: camera.pitch,
    maxZoom: 19.5,
    minZoom: 1,
    maxPitch: 60,
    // The screen has its own, always in sight.
    attributionControl: false,
    fadeDuration: 150,
    refreshExpiredTiles: false,
    localIdeographFontFamily: false,
    renderWorldCopies: true,
    clickTolerance: 8,
  });
  map.on('style.load', () => setSymbols(map, theme));
  map.on('error', (event) => {
    // A tile that could not be read is told by its region; anything else is a fault of ours.
    if (!('sourceId' in event)) reportError(event.error);
  });
  map.on('remove', () => {
    removeProtocol('overview');
    removeProtocol('detail');
  });
  return map;
}

/** Puts in the images that the style names, or replaces them by those of another theme. */
export function setSymbols(map: MapLibreMap, theme: Theme): void {
  for (const { name, image, pixelRatio, stretch } of drawSymbols(screenPalettes[theme])) {
    if (map.hasImage(name)) map.updateImage(name, image);
    else map.addImage(name, image, { pixelRatio, ...stretch });
  }
}
