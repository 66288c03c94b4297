import type { ExpressionSpecification, FilterSpecification, LayerSpecification } from 'maplibre-gl';
import { roadWidths, widthAt } from '../../../src/maps/appearance/road-widths.ts';
import { byClass, byZoom, isClass, isTrue } from './expressions.ts';
import type { ScreenPalette } from './screen-palette.ts';

const sourceLayer = 'transportation';
const roadClasses = roadWidths.map(({ class: name }) => name);
/** The widths are given at some zooms a class; all classes share one expression, sampled at these. */
const zooms = [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20];
/** Pixels on each side that a casing adds. */
const casing = 1.2;

/** Drawn after what it crosses: by level first, then by class. */
const sortKey: ExpressionSpecification = [
  '+',
  ['*', 10, ['coalesce', ['get', 'layer'], 0]],
  byClass(Object.fromEntries(roadClasses.map((name, index) => [name, index])), 0),
];

/** Streets, rails and ferries, from tunnels up to bridges; within a level all casings lie under all roads. */
export function roadLayers(source: string, palette: ScreenPalette): LayerSpecification[] {
  const isRoad = isClass(...roadClasses);
  const tunnel = isTrue('tunnel');
  const bridge = isTrue('bridge');
  const surface: ExpressionSpecification = ['all', ['!', tunnel], ['!', bridge]];
  const roads = (id: string, filter: FilterSpecification, style: RoadStyle) => roadLayer(source, id, filter, style);
  const colours = (index: 0 | 1) =>
    byClass(
      Object.fromEntries(roadClasses.map((name) => [name, palette.roads[name]?.[index] ?? palette.path])),
      palette.path,
    );
  return [
    ...onWater(source, palette),
    roads('tunnel-casing', ['all', isRoad, tunnel], { colour: colours(1), widen: casing, cap: 'butt', dash: [1.5, 1] }),
    roads('tunnel', ['all', isRoad, tunnel], { colour: palette.tunnel, widen: 0, cap: 'butt' }),
    path(source, palette),
    roads('casing', ['all', isRoad, surface], { colour: colours(1), widen: casing, cap: 'round' }),
    roads('road', ['all', isRoad, surface], { colour: colours(0), widen: 0, cap: 'round' }),
    ...rails(source, palette),
    roads('bridge-casing', ['all', isRoad, bridge], { colour: colours(1), widen: casing + 0.6, cap: 'butt' }),
    roads('bridge', ['all', isRoad, bridge], { colour: colours(0), widen: 0, cap: 'round' }),
    oneWayArrows(source),
  ];
}

interface RoadStyle {
  readonly colour: string | ExpressionSpecification;
  /** Pixels added on each side; 0 for the road itself. A casing is there only for roads wide enough. */
  readonly widen: number;
  readonly cap: 'butt' | 'round';
  readonly dash?: number[];
}

function roadLayer(source: string, id: string, filter: FilterSpecification, style: RoadStyle): LayerSpecification {
  return {
    id: `${source}-${id}`,
    type: 'line',
    source,
    'source-layer': sourceLayer,
    filter,
    layout: { 'line-cap': style.cap, 'line-join': 'round', 'line-sort-key': sortKey },
    paint: {
      'line-color': style.colour,
      'line-width': widthOf(style.widen),
      ...(style.dash === undefined ? {} : { 'line-dasharray': style.dash }),
    },
  };
}

/** Links are narrower than the roads that they join. */
function widthOf(widen: number): ExpressionSpecification {
  return byZoom(
    zooms.map((zoom) => {
      const pixels = (factor: number) =>
        Object.fromEntries(
          roadWidths.map(({ class: name, width, casingFrom }) => {
            const road = widthAt(width, zoom) * factor;
            const total = widen === 0 ? road : zoom < casingFrom ? 0 : road + 2 * widen;
            return [name, Math.round(total * 100) / 100] as const;
          }),
        );
      return [zoom, ['case', isTrue('ramp'), byClass(pixels(0.62), 0), byClass(pixels(1), 0)]] as const;
    }),
    1.5,
  );
}

function onWater(source: string, palette: ScreenPalette): LayerSpecification[] {
  return [
    {
      id: `${source}-pier`,
      type: 'line',
      source,
      'source-layer': sourceLayer,
      filter: isClass('pier'),
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: {
        'line-color': palette.pier,
        'line-width': byZoom(
          [
            [12, 1.2],
            [18, 24],
          ],
          1.8,
        ),
      },
    },
    {
      id: `${source}-ferry`,
      type: 'line',
      source,
      'source-layer': sourceLayer,
      filter: isClass('ferry'),
      paint: { 'line-color': palette.ferry, 'line-width': 1.4, 'line-dasharray': [4, 4] },
    },
  ];
}

function path(source: string, palette: ScreenPalette): LayerSpecification {
  return {
    id: `${source}-path`,
    type: 'line',
    source,
    'source-layer': sourceLayer,
    minzoom: 14,
    filter: isClass('path'),
    paint: {
      'line-color': palette.path,
      'line-width': byZoom([
        [14, 0.8],
        [17, 2.4],
      ]),
      'line-dasharray': [2.5, 1.5],
    },
  };
}

function rails(source: string, palette: ScreenPalette): LayerSpecification[] {
  const rail = { type: 'line', source, 'source-layer': sourceLayer } as const;
  const filter: FilterSpecification = ['all', isClass('rail'), ['!=', ['get', 'tunnel'], true]];
  const width = (extra: number) =>
    byZoom([
      [9, 0.7 + extra],
      [12, 1 + extra],
      [17, 3 + extra],
    ]);
  return [
    { ...rail, id: `${source}-rail`, filter, paint: { 'line-color': palette.rail, 'line-width': width(0) } },
    {
      ...rail,
      id: `${source}-rail-ties`,
      minzoom: 13.5,
      filter,
      paint: { 'line-color': palette.rail, 'line-width': width(3), 'line-dasharray': [0.2, 1.6] },
    },
  ];
}

function oneWayArrows(source: string): LayerSpecification {
  return {
    id: `${source}-oneway`,
    type: 'symbol',
    source,
    'source-layer': sourceLayer,
    minzoom: 15.5,
    filter: ['all', isClass(...roadClasses), ['has', 'oneway']],
    layout: {
      'symbol-placement': 'line',
      'symbol-spacing': 140,
      'icon-image': 'oneway',
      'icon-rotate': ['case', ['==', ['get', 'oneway'], -1], 180, 0],
      'icon-rotation-alignment': 'map',
      'icon-size': byZoom([
        [15.5, 0.6],
        [18, 1],
      ]),
      'icon-ignore-placement': true,
      'icon-padding': 1,
    },
    paint: { 'icon-opacity': 0.85 },
  };
}
