import { clipToBox } from './geometry/clip-to-box.ts';
import { worldSize, type Box } from './geometry/world.ts';
import { borderFeatures, countryFeatures } from './schema/world-features.ts';
import type { MapFeature } from './schema/map-feature.ts';
import { refineShore } from './shoreline/refine.ts';
import { readNaturalEarth, type NaturalEarth } from './sources/natural-earth.ts';
import type { OsmExtract } from './sources/osm-qa.ts';
import type { LandBand } from './tiles/sea-index.ts';

/** What lies under and around every city: the sea, countries and their borders. */
export interface BaseMap {
  readonly features: readonly MapFeature[];
  readonly land: readonly LandBand[];
}

export interface BaseData {
  readonly coarse: NaturalEarth;
  readonly middle: NaturalEarth;
  readonly fine: NaturalEarth;
}

export async function readBaseData(): Promise<BaseData> {
  const [coarse, middle, fine] = await Promise.all((['110m', '50m', '10m'] as const).map(readNaturalEarth));
  if (coarse === undefined || middle === undefined || fine === undefined)
    throw new TypeError('three scales were asked');
  return { coarse, middle, fine };
}

/** The first zoom at which each scale's drawing is no longer fine enough. */
const middleZoom = 2;
const fineZoom = 5;
/** From here on the shore is refined by what the city's data shows. */
const refinedZoom = 7;
/** Borders between countries are too roughly drawn to stand among streets. */
const lastBorderZoom = 9;

export function worldBase(data: BaseData, maxZoom: number): BaseMap {
  return {
    features: [
      ...countryFeatures(data.middle, Math.min(maxZoom, 7)),
      ...borderFeatures(data.coarse, 0, middleZoom - 1),
      ...borderFeatures(data.middle, middleZoom, fineZoom - 1),
      ...borderFeatures(data.fine, fineZoom, Math.min(maxZoom, lastBorderZoom)),
    ],
    land: [
      { minZoom: 0, maxZoom: middleZoom - 1, land: data.coarse.land },
      { minZoom: middleZoom, maxZoom: fineZoom - 1, land: data.middle.land },
      { minZoom: fineZoom, maxZoom, land: data.fine.land },
    ],
  };
}

/** The world's base with the shore near the city drawn after the city's own data. */
export function cityBase(data: BaseData, { features, box }: OsmExtract, maxZoom: number): BaseMap {
  const base = worldBase(data, maxZoom);
  const near = clipToBox(data.fine.land, surroundings(box));
  return {
    features: base.features,
    land: [
      ...base.land.slice(0, -1),
      { minZoom: fineZoom, maxZoom: refinedZoom - 1, land: data.fine.land },
      { minZoom: refinedZoom, maxZoom, land: refineShore(near, features, box) },
    ],
  };
}

/** All tiles of the first refined zoom that the box touches, and their margins. */
function surroundings({ minX, minY, maxX, maxY }: Box): Box {
  const size = worldSize / 2 ** refinedZoom;
  const [low, high] = [
    (value: number) => (Math.floor(value / size) - 0.5) * size,
    (value: number) => (Math.ceil(value / size) + 0.5) * size,
  ];
  return { minX: low(minX), minY: low(minY), maxX: high(maxX), maxY: high(maxY) };
}
