import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import type { Language } from '../../../src/contract/screen/settings.ts';
import { poiClasses } from '../symbols/poi-symbols.ts';
import { byClass, byZoom, fromZoom, isClass, property } from './expressions.ts';
import type { ScreenPalette } from './screen-palette.ts';

/** The names of the style's `font-faces`, tried in this order for each letter. */
export const regularFont = ['Noto Sans Regular', 'Noto Sans JP Regular'];
export const strongFont = ['Noto Sans SemiBold', 'Noto Sans JP SemiBold'];

export interface LabelContext {
  readonly source: string;
  readonly palette: ScreenPalette;
  readonly language: Language;
  /** 1 for a screen of 600 pixels' height. */
  readonly scale: number;
  readonly calm: boolean;
}

/** For readers of Japanese an English name is nearer than one in another script that they cannot read. */
export function nameIn(language: Language): ExpressionSpecification {
  return language === 'ja'
    ? ['coalesce', ['get', 'name_ja'], ['get', 'name_en'], ['get', 'name']]
    : ['coalesce', ['get', 'name_en'], ['get', 'name']];
}

/** All words and symbols, the least important first: later layers are placed first. */
export function labelLayers(context: LabelContext): LayerSpecification[] {
  return [
    houseNumbers(context),
    pois(context),
    waterways(context),
    waters(context),
    roadNames(context),
    shields(context),
    neighbourhoods(context),
    settlements(context),
  ];
}

/** The names of countries and their great cities. */
export function overviewLabelLayers(context: LabelContext): LayerSpecification[] {
  return [countries(context), settlements(context)];
}

function symbol({ source }: LabelContext, id: string, sourceLayer: string) {
  return { id: `${source}-${id}`, type: 'symbol', source, 'source-layer': sourceLayer } as const;
}

function ink({ palette }: LabelContext, colour: string | ExpressionSpecification, width = 1.6) {
  return { 'text-color': colour, 'text-halo-color': palette.halo, 'text-halo-width': width, 'text-halo-blur': 0.4 };
}

function sizes(context: LabelContext, ...stops: readonly (readonly [zoom: number, pixels: number])[]) {
  return byZoom(stops.map(([zoom, pixels]) => [zoom, pixels * context.scale] as const));
}

function houseNumbers(context: LabelContext): LayerSpecification {
  return {
    ...symbol(context, 'housenumber', 'housenumber'),
    minzoom: 17,
    layout: {
      visibility: context.calm ? 'none' : 'visible',
      'text-field': property('housenumber'),
      'text-font': regularFont,
      'text-size': sizes(context, [17, 11], [19, 15]),
      'text-padding': 3,
    },
    paint: ink(context, context.palette.text.number, 1.2),
  };
}

const greenPois = ['park', 'golf', 'zoo', 'cemetery', 'playground', 'stadium', 'beach', 'peak', 'cape'];

function pois(context: LabelContext): LayerSpecification {
  const { palette } = context;
  return {
    ...symbol(context, 'poi', 'poi'),
    minzoom: 12,
    filter: [
      '<=',
      ['coalesce', property('rank'), 6],
      context.calm ? fromZoom(1, [16, 2]) : fromZoom(1, [13, 2], [15, 3], [16, 5], [17, 6]),
    ],
    layout: {
      'icon-image': ['match', property('class'), [...poiClasses], ['concat', 'poi-', property('class')], 'poi-other'],
      'icon-size': byZoom([
        [12, 0.8 * context.scale],
        [16, context.scale],
      ]),
      'text-field': fromZoom('', [14.5, nameIn(context.language)]),
      'text-font': regularFont,
      'text-size': sizes(context, [14, 12], [18, 15]),
      'text-anchor': 'top',
      'text-offset': [0, 0.95],
      'text-max-width': context.language === 'ja' ? 10 : 8,
      'text-optional': true,
      'icon-padding': 4,
      'symbol-sort-key': ['coalesce', property('rank'), 9],
    },
    paint: ink(context, ['match', property('class'), greenPois, palette.text.green, palette.text.poi]),
  };
}

function waterways(context: LabelContext): LayerSpecification {
  return {
    ...symbol(context, 'waterway-name', 'waterway'),
    minzoom: 11,
    filter: ['has', 'name'],
    layout: {
      'symbol-placement': 'line',
      'symbol-spacing': 400,
      'text-field': nameIn(context.language),
      'text-font': regularFont,
      'text-size': sizes(context, [11, 12], [17, 15]),
      'text-max-angle': 30,
    },
    paint: ink(context, context.palette.text.water),
  };
}

function waters(context: LabelContext): LayerSpecification {
  return {
    ...symbol(context, 'water-name', 'water_name'),
    layout: {
      'text-field': nameIn(context.language),
      'text-font': regularFont,
      'text-size': sizes(context, [7, 13], [14, 17]),
      'text-max-width': context.language === 'ja' ? 10 : 7,
      'text-letter-spacing': 0.06,
    },
    paint: ink(context, context.palette.text.water),
  };
}

const roadNameSizes = [
  [12, 12, 13],
  [15, 13, 15],
  [18, 16, 19],
] as const;
const greatRoads = <Value>(value: Value) => ({ motorway: value, trunk: value, primary: value, secondary: value });
const namedRoads = ['service', 'path', 'minor', 'tertiary', 'secondary', 'primary', 'trunk', 'motorway'];

function roadNames(context: LabelContext): LayerSpecification {
  return {
    ...symbol(context, 'road-name', 'transportation_name'),
    minzoom: 12,
    filter: ['all', ['has', 'name'], isClass(...namedRoads)],
    layout: {
      'symbol-placement': 'line',
      'symbol-spacing': 320,
      'text-field': nameIn(context.language),
      'text-font': regularFont,
      'text-size': byZoom(
        roadNameSizes.map(([zoom, minor, major]) => [
          zoom,
          byClass(greatRoads(major * context.scale), minor * context.scale),
        ]),
      ),
      'text-max-angle': 35,
      'text-padding': 4,
      'symbol-sort-key': ['-', 0, byClass(Object.fromEntries(namedRoads.map((name, index) => [name, index])), 0)],
    },
    paint: ink(context, context.palette.text.road, 1.8),
  };
}

/** Of several numbers the first, without what follows the semicolon. */
const firstRef: ExpressionSpecification = [
  'let',
  'end',
  ['index-of', ';', ['get', 'ref']],
  ['case', ['<', ['var', 'end'], 0], ['get', 'ref'], ['slice', ['get', 'ref'], 0, ['var', 'end']]],
];

function shields(context: LabelContext): LayerSpecification {
  return {
    ...symbol(context, 'shield', 'transportation_name'),
    minzoom: 10,
    filter: ['all', isClass('motorway', 'trunk', 'primary'), ['has', 'ref'], ['<=', ['length', firstRef], 6]],
    layout: {
      'symbol-placement': 'line',
      'symbol-spacing': 420,
      'icon-image': 'shield',
      'icon-text-fit': 'both',
      'icon-text-fit-padding': [1, 2, 1, 2],
      'icon-rotation-alignment': 'viewport',
      'text-rotation-alignment': 'viewport',
      'text-field': firstRef,
      'text-font': strongFont,
      'text-size': 12 * context.scale,
      'symbol-avoid-edges': true,
    },
    paint: { 'text-color': context.palette.shield[1] },
  };
}

function neighbourhoods(context: LabelContext): LayerSpecification {
  return {
    ...symbol(context, 'neighbourhood', 'place'),
    minzoom: 10,
    filter: ['!', isClass('country', 'city', 'town', 'village')],
    layout: {
      'text-field': nameIn(context.language),
      'text-font': regularFont,
      'text-size': sizes(context, [11, 13], [16, 18]),
      'text-max-width': context.language === 'ja' ? 10 : 7,
      'text-letter-spacing': 0.04,
      'text-padding': 8,
      'symbol-sort-key': ['coalesce', property('rank'), 9],
    },
    paint: ink(context, context.palette.text.minorPlace, 1.8),
  };
}

function settlements(context: LabelContext): LayerSpecification {
  const { scale } = context;
  const at = (city: number, town: number, village: number) =>
    byClass({ city: city * scale, town: town * scale }, village * scale);
  return {
    ...symbol(context, 'settlement', 'place'),
    maxzoom: 14,
    filter: isClass('city', 'town', 'village'),
    layout: {
      'text-field': nameIn(context.language),
      'text-font': strongFont,
      'text-size': byZoom([
        [4, at(13, 12, 11)],
        [8, at(18, 14, 12)],
        [13, at(26, 18, 16)],
      ]),
      'text-max-width': context.language === 'ja' ? 10 : 8,
      'text-padding': 6,
      'symbol-sort-key': ['coalesce', property('rank'), 9],
      'icon-image': fromZoom('place-dot', [8, '']),
      'text-variable-anchor': ['bottom', 'top', 'left', 'right'],
      'text-radial-offset': fromZoom(0.4, [8, 0]),
    },
    paint: ink(context, context.palette.text.place, 2),
  };
}

function countries(context: LabelContext): LayerSpecification {
  const { palette } = context;
  return {
    ...symbol(context, 'country', 'place'),
    maxzoom: 8,
    filter: isClass('country'),
    layout: {
      'text-field': nameIn(context.language),
      'text-font': strongFont,
      'text-size': sizes(context, [1, 12], [6, 22]),
      'text-max-width': context.language === 'ja' ? 12 : 6,
      'text-letter-spacing': 0.08,
      'symbol-sort-key': ['coalesce', property('rank'), 9],
    },
    paint: ink(context, palette.text.country, 2),
  };
}
