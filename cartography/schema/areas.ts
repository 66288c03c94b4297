import type { OsmArea, OsmFeature, OsmTags } from '../sources/osm-feature.ts';
import { labelPosition, polygonArea } from '../geometry/rings.ts';
import { highestTileZoom, type LayerName, type MapFeature, type MapTags } from './map-feature.ts';
import { namesOf } from './names.ts';
import { zoomForSize } from './zoom-for-size.ts';

/** `landcover`: what grows or lies there. Keys are `key=value` of OpenStreetMap. */
const landcover: Readonly<Record<string, string>> = {
  'natural=wood': 'wood',
  'landuse=forest': 'wood',
  'landuse=grass': 'grass',
  'landuse=village_green': 'grass',
  'landuse=meadow': 'grass',
  'landuse=greenfield': 'grass',
  'natural=grassland': 'grass',
  'natural=scrub': 'scrub',
  'natural=heath': 'scrub',
  'natural=beach': 'sand',
  'natural=sand': 'sand',
  'natural=wetland': 'wetland',
  'natural=bare_rock': 'rock',
  'landuse=farmland': 'farmland',
  'landuse=orchard': 'farmland',
  'landuse=vineyard': 'farmland',
  'landuse=plant_nursery': 'farmland',
  'landuse=allotments': 'farmland',
};

/** `landuse`: what people use it for. */
const landuse: Readonly<Record<string, string>> = {
  'landuse=residential': 'residential',
  'landuse=commercial': 'commercial',
  'landuse=retail': 'commercial',
  'landuse=industrial': 'industrial',
  'landuse=port': 'industrial',
  'landuse=railway': 'railway',
  'landuse=garages': 'industrial',
  'landuse=landfill': 'industrial',
  'man_made=works': 'industrial',
  'man_made=wastewater_plant': 'industrial',
  'landuse=quarry': 'quarry',
  'landuse=construction': 'construction',
  'landuse=brownfield': 'construction',
  'landuse=cemetery': 'cemetery',
  'landuse=military': 'military',
  'landuse=recreation_ground': 'park',
  'leisure=park': 'park',
  'leisure=common': 'park',
  'leisure=garden': 'park',
  'leisure=recreation_ground': 'park',
  'leisure=golf_course': 'golf',
  'leisure=playground': 'playground',
  'leisure=pitch': 'pitch',
  'leisure=track': 'pitch',
  'leisure=stadium': 'stadium',
  'leisure=sports_centre': 'stadium',
  'tourism=zoo': 'zoo',
  'amenity=school': 'school',
  'amenity=kindergarten': 'school',
  'amenity=college': 'school',
  'amenity=university': 'school',
  'amenity=hospital': 'hospital',
  'amenity=clinic': 'hospital',
  'amenity=parking': 'parking',
  'aeroway=aerodrome': 'aerodrome',
  'highway=pedestrian': 'pedestrian',
  'highway=footway': 'pedestrian',
  'place=square': 'pedestrian',
  'man_made=pier': 'pier',
  'man_made=breakwater': 'pier',
  'man_made=groyne': 'pier',
};

const keys = ['natural', 'landuse', 'leisure', 'amenity', 'tourism', 'aeroway', 'highway', 'place', 'man_made'];

function lookUp(table: Readonly<Record<string, string>>, tags: OsmTags): string | undefined {
  for (const key of keys) {
    const found = table[`${key}=${tags[key] ?? ''}`];
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Land cover, land use and water of one area; smaller areas lie above larger ones. */
export function areaFeatures(osm: OsmFeature): MapFeature[] {
  if (osm.kind !== 'area') return [];
  const water = waterClass(osm.tags);
  if (water !== undefined) return waterFeatures(osm, water);
  const features: MapFeature[] = [];
  const cover = lookUp(landcover, osm.tags);
  if (cover !== undefined) features.push(area(osm, 'landcover', { class: cover }));
  const use = osm.tags['building'] === undefined ? lookUp(landuse, osm.tags) : undefined;
  if (use !== undefined) features.push(area(osm, 'landuse', { class: use }));
  return features;
}

function area(osm: OsmArea, layer: LayerName, tags: MapTags): MapFeature {
  const minZoom = Math.max(zoomForSize(osm.polygons, 2), 7);
  // One rank a zoom of size: a pitch lies on the park that it belongs to.
  return { layer, minZoom, maxZoom: highestTileZoom, rank: minZoom, tags, shape: osm };
}

function waterClass(tags: OsmTags): string | undefined {
  if (tags['leisure'] === 'swimming_pool') return 'swimming_pool';
  const isWater =
    tags['natural'] === 'water' ||
    tags['waterway'] === 'riverbank' ||
    tags['waterway'] === 'dock' ||
    /^(?:reservoir|basin|salt_pond)$/u.test(tags['landuse'] ?? '');
  if (!isWater) return undefined;
  if (tags['waterway'] === 'riverbank' || /^(?:river|riverbank|canal|stream)$/u.test(tags['water'] ?? ''))
    return 'river';
  if (tags['water'] === 'pond' || tags['golf'] !== undefined || tags['amenity'] === 'fountain') return 'pond';
  return 'lake';
}

function waterFeatures(osm: OsmArea, waterType: string): MapFeature[] {
  const intermittent = osm.tags['intermittent'] === 'yes' || osm.tags['seasonal'] !== undefined;
  const tags = { class: waterType, ...(intermittent ? { intermittent: true } : {}) };
  const features = [{ ...area(osm, 'water', tags), rank: 1 }];
  const names = namesOf(osm.tags);
  const largest = osm.polygons.toSorted((a, b) => polygonArea(b) - polygonArea(a))[0];
  // A river is labelled along its line; lakes and ponds inside.
  if (names['name'] !== undefined && waterType !== 'river' && largest !== undefined) {
    features.push({
      layer: 'water_name',
      minZoom: Math.max(zoomForSize(osm.polygons, 60), 9),
      maxZoom: highestTileZoom,
      rank: 0,
      tags: { class: waterType, ...names },
      shape: { kind: 'point', position: labelPosition(largest) },
    });
  }
  return features;
}
