import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bounds, Centre } from '../src/maps/pmtiles/archive-facts.ts';
import type { PmtilesTotals, TileCoordinates } from '../src/maps/pmtiles/writer.ts';
import { cityBase, worldBase, type BaseData, type BaseMap } from './base-map.ts';
import { fromLongitudeLatitude, toLongitudeLatitude, worldSize, type Box } from './geometry/world.ts';
import { companionBuilders } from './companions.ts';
import { writeRegionFile, writeWhole } from './region-file.ts';
import type { CityRegion, WorldRegion } from './regions.ts';
import { cityFeatures } from './schema/city-features.ts';
import { highestTileZoom, layerNames, type MapFeature } from './schema/map-feature.ts';
import { vectorLayers } from './schema/vector-layers.ts';
import { readOsmQaTiles, type OsmExtract } from './sources/osm-qa.ts';
import { encodeTile } from './tiles/encode-tile.ts';
import { indexFeatures } from './tiles/feature-index.ts';
import { indexSea } from './tiles/sea-index.ts';
import { tilesOver } from './tiles/tile-grid.ts';

/** Grows when the same data gives another map: with the schema, the classes or the shapes, the roads or the places. */
export const mapVersion = '1.1.0';
const highestWorldZoom = 6;

/** What stands beside the archive in `<region>.json`. */
export interface RegionDescription {
  readonly id: string;
  readonly names: Readonly<Record<string, string>>;
  readonly bounds: Bounds;
  readonly centre: Centre;
  readonly minZoom: number;
  readonly maxZoom: number;
  readonly attribution: string;
  readonly licence: string;
  readonly source: string;
  readonly version: string;
  /** Bytes of the archive. */
  readonly length: number;
  /** Bytes of the other files of the region, by their ending: `graph` of `<region>.graph`. */
  readonly companions: Readonly<Record<string, number>>;
}

export interface BuiltRegion {
  readonly description: RegionDescription;
  readonly totals: PmtilesTotals;
}

interface Plan {
  readonly base: BaseMap;
  readonly features: readonly MapFeature[];
  readonly box: Box;
  readonly maxZoom: number;
  readonly centre: Centre;
  /** What the city's data holds, where it is a city. */
  readonly extract?: OsmExtract;
}

/**
 * Builds `<region>.pmtiles`, the other files of the region and, once they are whole, `<region>.json` in a folder.
 */
export async function buildRegion(
  region: CityRegion | WorldRegion,
  data: BaseData,
  folder: string,
  report: (words: string) => void,
): Promise<BuiltRegion> {
  await rm(join(folder, `${region.id}.json`), { force: true });
  report('reading and refining');
  const plan = region.kind === 'city' ? await planCity(region, data) : planWorld(data);
  const { base, features, box, maxZoom, centre } = plan;
  const index = indexFeatures([...base.features, ...features], maxZoom);
  const sea = indexSea(base.land, maxZoom);
  const tiles = tilesOver(box, 0, maxZoom);
  const bounds = boundsOf(box);
  const render = (tile: TileCoordinates) =>
    encodeTile({
      ...Object.fromEntries(layerNames.map((layer) => [layer, index.featuresIn(layer, tile)])),
      water: [...sea.seaIn(tile), ...index.featuresIn('water', tile)],
    });
  const totals = await writeRegionFile({
    path: join(folder, `${region.id}.pmtiles`),
    facts: { tileType: 'mvt', tileCompression: 'gzip', bounds, centre },
    metadata: metadataOf(region),
    tiles,
    render,
    progress: (done) => {
      if (done % 250 === 0 || done === tiles.length) report(`${done} of ${tiles.length} tiles`);
    },
  });
  const companions: Record<string, number> = {};
  for (const [ending, build] of Object.entries(companionBuilders)) {
    if (region.kind !== 'city' || plan.extract === undefined) break;
    report(`its ${ending}`);
    const bytes = build(region, plan.extract);
    await writeWhole(join(folder, `${region.id}.${ending}`), bytes);
    companions[ending] = bytes.length;
  }
  const { id, names, attribution, licence, source } = region;
  const description: RegionDescription = {
    id,
    names: { ...names },
    bounds,
    centre,
    minZoom: 0,
    maxZoom,
    attribution,
    licence,
    source,
    version: mapVersion,
    length: totals.bytes,
    companions,
  };
  await writeWhole(join(folder, `${id}.json`), Buffer.from(`${JSON.stringify(description, null, 2)}\n`));
  return { description, totals };
}

async function planCity(region: CityRegion, data: BaseData): Promise<Plan> {
  const extract = await readOsmQaTiles(region.folder);
  const labels = region.waterLabels.map(({ longitude, latitude, minZoom, ...names }): MapFeature => ({
    layer: 'water_name',
    minZoom,
    maxZoom: highestTileZoom,
    rank: -1,
    tags: { class: 'ocean', ...names },
    shape: { kind: 'point', position: fromLongitudeLatitude(longitude, latitude) },
  }));
  return {
    base: cityBase(data, extract, highestTileZoom),
    features: [...cityFeatures(extract.features), ...labels],
    box: extract.box,
    maxZoom: highestTileZoom,
    centre: region.centre,
    extract,
  };
}

function planWorld(data: BaseData): Plan {
  return {
    base: worldBase(data, highestWorldZoom),
    features: [],
    box: { minX: 0, minY: 0, maxX: worldSize, maxY: worldSize },
    maxZoom: highestWorldZoom,
    centre: { longitude: 0, latitude: 20, zoom: 1 },
  };
}

function metadataOf({ names, attribution, licence, source }: CityRegion | WorldRegion) {
  return {
    name: names.en,
    names,
    description: source,
    attribution,
    license: licence,
    type: 'baselayer',
    version: mapVersion,
    generator: 'naviterm cartography',
    vector_layers: vectorLayers,
  };
}

/** Degrees, to the seven places that an archive's header keeps. */
function boundsOf({ minX, minY, maxX, maxY }: Box): Bounds {
  const [west, north] = toLongitudeLatitude([minX, minY]);
  const [east, south] = toLongitudeLatitude([maxX, maxY]);
  const rounded = (value: number) => Math.round(value * 1e7) / 1e7;
  return { west: rounded(west), south: rounded(south), east: rounded(east), north: rounded(north) };
}
