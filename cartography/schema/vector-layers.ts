import type { LayerName } from './map-feature.ts';

const names = { name: 'String', name_en: 'String', name_ja: 'String' } as const;

/** The schema as archives carry it (TileJSON 3.0, section 3.3): a layer's id, fields and zooms. */
export const vectorLayers: readonly {
  readonly id: LayerName;
  readonly description: string;
  readonly minzoom: number;
  readonly maxzoom: number;
  readonly fields: Readonly<Record<string, 'String' | 'Number' | 'Boolean'>>;
}[] = [
  layer('water', 'Sea, lakes, rivers with banks', 0, { class: 'String', intermittent: 'Boolean' }),
  layer('landcover', 'What grows or lies there', 7, { class: 'String' }),
  layer('landuse', 'What people use the ground for', 7, { class: 'String' }),
  layer('waterway', 'Rivers and streams as lines', 8, {
    class: 'String',
    ...names,
    tunnel: 'Boolean',
    intermittent: 'Boolean',
  }),
  layer('aeroway', 'Runways, taxiways and aprons', 10, { class: 'String', ref: 'String' }),
  layer('building', 'Outlines of buildings', 13, { render_height: 'Number' }),
  layer('transportation', 'Roads, railways, paths, ferries and piers', 4, {
    class: 'String',
    subclass: 'String',
    ramp: 'Boolean',
    oneway: 'Number',
    bridge: 'Boolean',
    tunnel: 'Boolean',
    layer: 'Number',
    surface: 'String',
  }),
  layer('boundary', 'Borders of countries and administrative areas', 0, { admin_level: 'Number' }),
  layer('water_name', 'Labels of seas, lakes and ponds', 7, { class: 'String', ...names }),
  layer('transportation_name', 'Names and numbers along roads', 10, { class: 'String', ...names, ref: 'String' }),
  layer('place', 'Countries, settlements and their parts', 0, {
    class: 'String',
    rank: 'Number',
    ...names,
    capital: 'Boolean',
    iso_a2: 'String',
  }),
  layer('poi', 'What somebody may want to drive to', 9, {
    class: 'String',
    subclass: 'String',
    rank: 'Number',
    ...names,
  }),
  layer('housenumber', 'House numbers', 14, { housenumber: 'String' }),
];

function layer(
  id: LayerName,
  description: string,
  minzoom: number,
  fields: Readonly<Record<string, 'String' | 'Number' | 'Boolean'>>,
) {
  return { id, description, minzoom, maxzoom: 14, fields };
}
