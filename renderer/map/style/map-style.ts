import type { LayerSpecification, SourceSpecification, StyleSpecification } from 'maplibre-gl';
import type { Language } from '../../../src/contract/screen/settings.ts';
import type { Theme } from '../../../src/maps/appearance/palette.ts';
import { borderLayers, buildingLayers, groundLayers } from './ground-layers.ts';
import { labelLayers, overviewLabelLayers, type LabelContext } from './label-layers.ts';
import { roadLayers } from './road-layers.ts';
import { emptyRouteSources, routeLayers } from './route-layers.ts';
import { screenPalettes } from './screen-palette.ts';

/** The sources of installed maps: one that covers the world roughly, and one of all regions in detail. */
export const mapSources = { overview: 'overview', detail: 'detail', coverage: 'coverage' } as const;

/** From this zoom on a region shows its own ground; the world's shores are too rough for it. */
export const detailZoom = 7;

export interface MapStyleOptions {
  readonly theme: Theme;
  readonly language: Language;
  /** Font files by name and range of letters, as the style specification's `font-faces`. */
  readonly fonts: NonNullable<StyleSpecification['font-faces']>;
  /** Tile addresses with `{z}`, `{x}` and `{y}`. */
  readonly overviewTiles: string;
  readonly detailTiles: string;
  /** Size of words and symbols: 1 for a screen of 600 pixels' height. */
  readonly scale: number;
  /** While guided: fewer symbols, no house numbers. */
  readonly calm: boolean;
}

/**
 * The whole map for MapLibre. Styles of different themes and languages have the same sources and layers, and differ in
 * paint and layout properties only: switching loads no tile anew.
 */
export function buildMapStyle(options: MapStyleOptions): StyleSpecification {
  const { theme, fonts } = options;
  const palette = screenPalettes[theme];
  return {
    version: 8,
    name: `naviterm-${theme}`,
    'font-faces': fonts,
    transition: { duration: 150, delay: 0 },
    sources: sourcesOf(options),
    layers: [
      { id: 'land', type: 'background', paint: { 'background-color': palette.land } },
      ...groundLayers(mapSources.overview, palette),
      {
        id: 'coverage',
        type: 'fill',
        source: mapSources.coverage,
        minzoom: detailZoom,
        paint: { 'fill-color': palette.land, 'fill-antialias': false },
      },
      ...groundLayers(mapSources.detail, palette).map(inDetail),
      ...buildingLayers(mapSources.detail, palette),
      ...roadLayers(mapSources.overview, palette).filter((layer) => layer.id === 'overview-ferry'),
      ...roadLayers(mapSources.detail, palette).map(inDetail),
      ...borderLayers(mapSources.overview, palette),
      ...routeLayers(palette),
      ...overviewLabelLayers(labels(options, mapSources.overview)).map(inOverview),
      ...labelLayers(labels(options, mapSources.detail)).map(inDetail),
    ],
  };
}

function sourcesOf({ overviewTiles, detailTiles }: MapStyleOptions): Record<string, SourceSpecification> {
  return {
    [mapSources.overview]: { type: 'vector', tiles: [overviewTiles], minzoom: 0, maxzoom: 6 },
    [mapSources.detail]: { type: 'vector', tiles: [detailTiles], minzoom: detailZoom, maxzoom: 14 },
    [mapSources.coverage]: { type: 'geojson', data: { type: 'FeatureCollection', features: [] } },
    ...emptyRouteSources(),
  };
}

function labels({ theme, language, scale, calm }: MapStyleOptions, source: string): LabelContext {
  return { source, palette: screenPalettes[theme], language, scale, calm };
}

function inDetail(layer: LayerSpecification): LayerSpecification {
  return { ...layer, minzoom: Math.max(layer.minzoom ?? 0, detailZoom) };
}

/** Where a region's own places begin, the world's give way. */
function inOverview(layer: LayerSpecification): LayerSpecification {
  return { ...layer, maxzoom: Math.min(layer.maxzoom ?? 24, detailZoom + 1) };
}
