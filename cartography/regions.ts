/** Names of a region in the languages that its people and the terminal speak. */
export interface RegionNames {
  readonly en: string;
  readonly ja: string;
  readonly es?: string;
  readonly kk?: string;
  readonly ru?: string;
}

interface RegionBase {
  readonly id: string;
  readonly names: RegionNames;
  readonly attribution: string;
  /** SPDX identifier of the data's licence. */
  readonly licence: string;
  /** Whose data it is, for whoever wants it from the origin. */
  readonly source: string;
}

/** A stretch of water that neither source names. */
interface WaterLabel {
  readonly longitude: number;
  readonly latitude: number;
  readonly minZoom: number;
  readonly name: string;
  readonly name_en: string;
  readonly name_ja: string;
}

export interface CityRegion extends RegionBase {
  readonly kind: 'city';
  /** Folder under `real-world/` of @mapbox/mvt-fixtures. */
  readonly folder: string;
  /** Where a map of the region first looks. */
  readonly centre: { readonly longitude: number; readonly latitude: number; readonly zoom: number };
  readonly waterLabels: readonly WaterLabel[];
  /** The side of the road that people drive on. */
  readonly drivesOn: 'left' | 'right';
  /** Turn restrictions in OSM JSON, where there are any: the source of the tiles has no relations. */
  readonly turnRestrictions?: unknown;
}

export interface WorldRegion extends RegionBase {
  readonly kind: 'world';
}

const openStreetMap = {
  attribution: '© OpenStreetMap contributors',
  licence: 'ODbL-1.0',
} as const;

export const regions: readonly (CityRegion | WorldRegion)[] = [
  {
    kind: 'city',
    id: 'montevideo',
    names: { en: 'Montevideo', es: 'Montevideo', ja: 'モンテビデオ' },
    ...openStreetMap,
    source: 'OpenStreetMap by OSM QA tiles of @mapbox/mvt-fixtures (osm-qa-montevideo); sea after Natural Earth 1:10m',
    folder: 'osm-qa-montevideo',
    drivesOn: 'right',
    centre: { longitude: -56.17, latitude: -34.885, zoom: 12 },
    waterLabels: [
      {
        longitude: -56.24,
        latitude: -34.925,
        minZoom: 7,
        name: 'Río de la Plata',
        name_en: 'River Plate',
        name_ja: 'ラプラタ川',
      },
      {
        longitude: -56.228,
        latitude: -34.888,
        minZoom: 12,
        name: 'Bahía de Montevideo',
        name_en: 'Montevideo Bay',
        name_ja: 'モンテビデオ湾',
      },
    ],
  },
  {
    kind: 'city',
    id: 'astana',
    names: { en: 'Astana', kk: 'Астана', ru: 'Астана', ja: 'アスタナ' },
    ...openStreetMap,
    source: 'OpenStreetMap by OSM QA tiles of @mapbox/mvt-fixtures (osm-qa-astana); borders by Natural Earth',
    folder: 'osm-qa-astana',
    drivesOn: 'right',
    centre: { longitude: 71.43, latitude: 51.155, zoom: 12 },
    waterLabels: [],
  },
  {
    kind: 'world',
    id: 'world',
    names: { en: 'World', ja: '世界' },
    attribution: 'Made with Natural Earth',
    licence: 'CC0-1.0',
    source: 'Natural Earth 1:110m, 1:50m and 1:10m by world-atlas',
  },
];
