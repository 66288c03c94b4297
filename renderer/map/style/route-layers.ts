import type {
  ExpressionSpecification,
  GeoJSONSourceSpecification,
  LayerSpecification,
  SourceSpecification,
} from 'maplibre-gl';
import { byZoom } from './expressions.ts';
import type { ScreenPalette } from './screen-palette.ts';

/** The sources of what the screen itself draws; empty until there is a route. */
export const routeSources = {
  /** The route in pieces, each a feature with its index as id and the feature state `part`. */
  pieces: 'route-pieces',
  /** The one piece that the vehicle is on, cut where it is: features with the property `part`. */
  current: 'route-current',
  /** The way through the next turn, and the point and bearing of its arrow's head. */
  turn: 'route-turn',
} as const;

/** Where a piece of the route lies: behind, ahead, or under the vehicle (then the other source draws it). */
export type RoutePart = 'driven' | 'ahead' | 'current';

const empty: GeoJSONSourceSpecification = { type: 'geojson', data: { type: 'FeatureCollection', features: [] } };

export function emptyRouteSources(): Record<string, SourceSpecification> {
  return {
    // The line's own corners are what is driven: it is simplified less than maps usually are.
    [routeSources.pieces]: { ...empty, tolerance: 0.2, maxzoom: 16 },
    [routeSources.current]: { ...empty, tolerance: 0, maxzoom: 18 },
    [routeSources.turn]: { ...empty, tolerance: 0, maxzoom: 18 },
  };
}

/** Of a feature of either source. */
const part: ExpressionSpecification = ['coalesce', ['feature-state', 'part'], 'ahead'];
const currentPart: ExpressionSpecification = ['get', 'part'];

const line = { 'line-cap': 'round', 'line-join': 'round' } as const;
const widthStops = [
  [8, 4],
  [12, 6],
  [15, 10],
  [17, 17],
  [19, 30],
] as const;
const width = (extra: number) => byZoom(widthStops.map(([zoom, pixels]) => [zoom, pixels + extra] as const));

/** The route as it lies on the roads, below all words: what is driven first, so that what is ahead covers it. */
export function routeLayers(palette: ScreenPalette): LayerSpecification[] {
  const { route } = palette;
  return [
    {
      id: 'route-casing',
      type: 'line',
      source: routeSources.pieces,
      layout: line,
      paint: {
        'line-color': ['match', part, 'driven', route.drivenCasing, route.casing],
        'line-width': width(4),
        'line-opacity': ['match', part, 'current', 0, 1],
      },
    },
    {
      id: 'route-current-casing',
      type: 'line',
      source: routeSources.current,
      layout: { ...line, 'line-sort-key': ['match', currentPart, 'driven', 0, 1] },
      paint: {
        'line-color': ['match', currentPart, 'driven', route.drivenCasing, route.casing],
        'line-width': width(4),
      },
    },
    {
      id: 'route-line',
      type: 'line',
      source: routeSources.pieces,
      layout: line,
      paint: {
        'line-color': ['match', part, 'driven', route.driven, route.line],
        'line-width': width(0),
        'line-opacity': ['match', part, 'current', 0, 1],
      },
    },
    {
      id: 'route-current-line',
      type: 'line',
      source: routeSources.current,
      layout: { ...line, 'line-sort-key': ['match', currentPart, 'driven', 0, 1] },
      paint: {
        'line-color': ['match', currentPart, 'driven', route.driven, route.line],
        'line-width': width(0),
      },
    },
    ...turnLayers(palette),
  ];
}

function turnLayers({ route }: ScreenPalette): LayerSpecification[] {
  const turn = { type: 'line', source: routeSources.turn, minzoom: 14, layout: line } as const;
  const slim = (extra: number) => byZoom(widthStops.map(([zoom, pixels]) => [zoom, pixels * 0.45 + extra] as const));
  return [
    { ...turn, id: 'route-turn-edge', paint: { 'line-color': route.manoeuvreEdge, 'line-width': slim(4) } },
    { ...turn, id: 'route-turn', paint: { 'line-color': route.manoeuvre, 'line-width': slim(0) } },
    {
      id: 'route-turn-head',
      type: 'symbol',
      source: routeSources.turn,
      minzoom: 14,
      filter: ['==', ['geometry-type'], 'Point'],
      layout: {
        'icon-image': 'turn-head',
        // The image points to the east, bearings count from the north.
        'icon-rotate': ['-', ['get', 'bearing'], 90],
        'icon-rotation-alignment': 'map',
        'icon-pitch-alignment': 'map',
        'icon-size': byZoom([
          [14, 0.6],
          [17, 1],
          [19, 1.5],
        ]),
        'icon-allow-overlap': true,
        'icon-ignore-placement': true,
      },
    },
  ];
}
