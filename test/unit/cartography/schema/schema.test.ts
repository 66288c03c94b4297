import { describe, expect, it } from 'vitest';
import { areaFeatures } from '../../../../cartography/schema/areas.ts';
import { buildingFeatures } from '../../../../cartography/schema/buildings.ts';
import { lineFeatures } from '../../../../cartography/schema/lines.ts';
import { namesOf } from '../../../../cartography/schema/names.ts';
import { placeFeatures } from '../../../../cartography/schema/places.ts';
import { poiFeatures } from '../../../../cartography/schema/pois.ts';
import { classifyWay } from '../../../../cartography/schema/road-classes.ts';
import { roadFeatures } from '../../../../cartography/schema/roads.ts';
import { countryFeatures } from '../../../../cartography/schema/world-features.ts';
import type { OsmArea, OsmLine, OsmPoint, OsmTags } from '../../../../cartography/sources/osm-feature.ts';
import { boxRing, type Position } from '../../../../cartography/geometry/world.ts';

/** A square of about `metres` a side near the equator. */
const area = (tags: OsmTags, metres = 100): OsmArea => {
  const side = metres * 107;
  return {
    id: 7,
    type: 'way',
    tags,
    kind: 'area',
    polygons: [[boxRing({ minX: 0, minY: 2 ** 31, maxX: side, maxY: 2 ** 31 + side })]],
  };
};
const line = (tags: OsmTags, ...positions: Position[]): OsmLine => ({
  id: 8,
  type: 'way',
  tags,
  kind: 'line',
  lines: [
    positions.length > 0
      ? positions
      : [
          [0, 0],
          [100, 0],
        ],
  ],
});
const point = (tags: OsmTags): OsmPoint => ({ id: 9, type: 'node', tags, kind: 'point', position: [5, 5] });

describe('names', () => {
  it('stand in English and Japanese only where they differ', () => {
    expect(namesOf({ name: 'Ишим', 'name:en': 'Ishim River', 'name:ja': 'イシム川' })).toEqual({
      name: 'Ишим',
      name_en: 'Ishim River',
      name_ja: 'イシム川',
    });
    expect(namesOf({ name: 'Montevideo', 'name:en': 'Montevideo' })).toEqual({ name: 'Montevideo' });
    expect(namesOf({ highway: 'residential' })).toEqual({});
  });
});

describe('ways', () => {
  it.each([
    [{ highway: 'motorway' }, { class: 'motorway', ramp: false, oneway: 1, minZoom: 4 }],
    [{ highway: 'trunk_link' }, { class: 'trunk', ramp: true, minZoom: 9 }],
    [
      { highway: 'residential', oneway: '-1' },
      { class: 'minor', oneway: -1, minZoom: 12 },
    ],
    [
      { highway: 'living_street', junction: 'roundabout' },
      { class: 'minor', oneway: 1 },
    ],
    [
      { highway: 'service', service: 'driveway' },
      { class: 'service', minZoom: 14 },
    ],
    [
      { highway: 'primary', bridge: 'viaduct' },
      { class: 'primary', bridge: true, height: 1 },
    ],
    [
      { highway: 'primary', tunnel: 'yes', layer: '-2' },
      { tunnel: true, height: -2 },
    ],
    [
      { highway: 'tertiary', surface: 'gravel' },
      { class: 'tertiary', unpaved: true },
    ],
    [{ highway: 'footway' }, { class: 'path', oneway: 0 }],
    [{ railway: 'tram' }, { class: 'rail', subclass: 'tram' }],
    [{ route: 'ferry' }, { class: 'ferry' }],
    [{ man_made: 'breakwater' }, { class: 'pier', subclass: 'breakwater' }],
  ])('%o', (tags: OsmTags, expected) => {
    expect(classifyWay(tags)).toMatchObject(expected);
  });

  it.each([{ highway: 'proposed' }, { highway: 'construction' }, { railway: 'abandoned' }, { power: 'line' }])(
    'that nobody can use are left out: %o',
    (tags) => expect(classifyWay(tags)).toBeUndefined(),
  );

  it('of one class are drawn as one line from afar, and apart where direction and bridges show', () => {
    const features = roadFeatures([
      line({ highway: 'primary', name: 'Rambla', oneway: 'yes' }, [0, 0], [100, 0]),
      line({ highway: 'primary', name: 'Rambla', bridge: 'yes' }, [100, 0], [200, 0]),
    ]);
    const from = features.filter(({ layer, maxZoom }) => layer === 'transportation' && maxZoom === 12);
    expect(from).toHaveLength(1);
    expect(from[0]?.shape).toEqual({
      kind: 'line',
      lines: [
        [
          [0, 0],
          [100, 0],
          [200, 0],
        ],
      ],
    });
    const near = features.filter(({ layer, minZoom }) => layer === 'transportation' && minZoom === 13);
    expect(near.map(({ tags }) => tags)).toEqual([
      { class: 'primary', subclass: 'primary', oneway: 1 },
      { class: 'primary', subclass: 'primary', bridge: true, layer: 1 },
    ]);
    expect(features.filter(({ layer }) => layer === 'transportation_name')).toHaveLength(1);
  });
});

describe('areas', () => {
  it.each<[OsmTags, string, string]>([
    [{ natural: 'beach' }, 'landcover', 'sand'],
    [{ landuse: 'forest' }, 'landcover', 'wood'],
    [{ leisure: 'park' }, 'landuse', 'park'],
    [{ amenity: 'hospital' }, 'landuse', 'hospital'],
    [{ natural: 'water', water: 'pond' }, 'water', 'pond'],
    [{ waterway: 'riverbank' }, 'water', 'river'],
    [{ landuse: 'reservoir' }, 'water', 'lake'],
  ])('%o stand in %s as %s', (tags, layer, name) => {
    expect(areaFeatures(area(tags))).toMatchObject([{ layer, tags: { class: name } }]);
  });

  it('appear when they are large enough to see', () => {
    const zoomOf = (metres: number) => areaFeatures(area({ leisure: 'park' }, metres))[0]?.minZoom ?? -1;
    expect(zoomOf(5_000)).toBeLessThan(zoomOf(500));
    expect(zoomOf(500)).toBeLessThan(zoomOf(50));
    expect(zoomOf(1)).toBe(14);
  });

  it('of water carry their name inside, rivers along their line', () => {
    const lake = areaFeatures(area({ natural: 'water', name: 'Lago' }));
    expect(lake.map(({ layer }) => layer)).toEqual(['water', 'water_name']);
    expect(areaFeatures(area({ waterway: 'riverbank', name: 'Río' })).map(({ layer }) => layer)).toEqual(['water']);
    expect(lineFeatures(line({ waterway: 'river', name: 'Río' }))).toMatchObject([
      { tags: { class: 'river', name: 'Río' } },
    ]);
  });

  it('that are buildings know their height', () => {
    expect(buildingFeatures(area({ building: 'yes', 'building:levels': '4' }))).toMatchObject([
      { minZoom: 13, tags: { render_height: 12 } },
    ]);
    expect(buildingFeatures(area({ building: 'yes', height: '7.6 m' }, 5))).toMatchObject([
      { minZoom: 14, tags: { render_height: 8 } },
    ]);
    expect(buildingFeatures(area({ building: 'no' }))).toEqual([]);
  });
});

describe('places and points of interest', () => {
  it('rank capitals before cities by law', () => {
    const [capital] = placeFeatures(point({ place: 'city', capital: 'yes', name: 'Montevideo' }));
    const [small] = placeFeatures(point({ place: 'city', name: 'Paso Carrasco', population: '15 908' }));
    expect(capital).toMatchObject({ rank: 1, minZoom: 2, id: 9, tags: { capital: true } });
    expect(small).toMatchObject({ rank: 2, minZoom: 7 });
    expect(placeFeatures(point({ place: 'suburb' }))).toEqual([]);
  });

  it('show nameless ones only where a symbol says enough', () => {
    expect(poiFeatures(point({ amenity: 'fuel' }))).toMatchObject([{ tags: { class: 'fuel' }, minZoom: 13 }]);
    expect(poiFeatures(point({ amenity: 'restaurant' }))).toEqual([]);
    expect(poiFeatures(point({ shop: 'lamps', name: 'Luz' }))).toMatchObject([
      { tags: { class: 'shop', subclass: 'lamps' } },
    ]);
    expect(poiFeatures(point({ amenity: 'parking', access: 'private' }))).toEqual([]);
  });

  it('name countries in English and Japanese', () => {
    const { polygons } = area({}, 500_000);
    const natural = {
      land: [],
      borders: [],
      countries: [
        { code: 'UY', name: 'Uruguay', polygons },
        { code: undefined, name: 'Somaliland', polygons },
      ],
    };
    expect(countryFeatures(natural, 6).map(({ tags }) => tags)).toMatchObject([
      { class: 'country', name: 'Uruguay', name_ja: 'ウルグアイ', iso_a2: 'UY' },
      { class: 'country', name: 'Somaliland' },
    ]);
  });
});
