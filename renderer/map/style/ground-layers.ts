import type { LayerSpecification } from 'maplibre-gl';
import { byClass, byZoom, isClass } from './expressions.ts';
import type { ScreenPalette } from './screen-palette.ts';

const clear = 'rgba(0, 0, 0, 0)';

/** Everything that lies flat on the ground, in drawing order; `source` holds the tiles. */
export function groundLayers(source: string, palette: ScreenPalette): LayerSpecification[] {
  const area = (layer: string, id = layer) =>
    ({ id: `${source}-${id}`, type: 'fill', source, 'source-layer': layer }) as const;
  return [
    {
      ...area('landuse'),
      filter: isClass(...Object.keys(palette.landuse).filter((name) => name !== 'pier')),
      paint: { 'fill-color': byClass(palette.landuse, clear) },
    },
    {
      ...area('landcover'),
      filter: isClass(...Object.keys(palette.landcover)),
      paint: { 'fill-color': byClass(palette.landcover, clear) },
    },
    waterway(source, palette, 'waterway-small', ['stream', 'drain'], 0.9),
    waterway(source, palette, 'waterway', ['river', 'canal'], 2),
    { ...area('water'), paint: { 'fill-color': palette.water } },
    {
      ...area('landuse', 'pier-area'),
      filter: isClass('pier'),
      paint: { 'fill-color': palette.landuse['pier'] ?? clear },
    },
    {
      ...area('aeroway', 'aeroway-area'),
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'fill-color': palette.aeroway },
    },
    runway(source, palette, 'taxiway', 20, 1),
    runway(source, palette, 'runway', 55, 2),
  ];
}

export function buildingLayers(source: string, palette: ScreenPalette): LayerSpecification[] {
  return [
    {
      id: `${source}-building`,
      type: 'fill',
      source,
      'source-layer': 'building',
      minzoom: 13,
      paint: {
        'fill-color': palette.building,
        'fill-outline-color': palette.buildingEdge,
        'fill-opacity': byZoom([
          [13, 0],
          [14, 1],
        ]),
      },
    },
  ];
}

export function borderLayers(source: string, palette: ScreenPalette): LayerSpecification[] {
  const border = { type: 'line', source, 'source-layer': 'boundary' } as const;
  return [
    {
      ...border,
      id: `${source}-border-region`,
      filter: ['>', ['get', 'admin_level'], 2],
      layout: { 'line-join': 'round' },
      paint: { 'line-color': palette.border, 'line-width': 1, 'line-dasharray': [6, 3, 1.5, 3] },
    },
    {
      ...border,
      id: `${source}-border-country`,
      filter: ['==', ['get', 'admin_level'], 2],
      layout: { 'line-join': 'round', 'line-cap': 'round' },
      paint: {
        'line-color': palette.border,
        'line-width': byZoom([
          [2, 0.7],
          [5, 1.4],
          [9, 2.2],
        ]),
      },
    },
  ];
}

function waterway(
  source: string,
  palette: ScreenPalette,
  id: string,
  classes: readonly string[],
  widthAt13: number,
): LayerSpecification {
  const growth = 2 ** 0.6;
  return {
    id: `${source}-${id}`,
    type: 'line',
    source,
    'source-layer': 'waterway',
    filter: ['all', isClass(...classes), ['!=', ['get', 'tunnel'], true]],
    layout: { 'line-join': 'round', 'line-cap': 'round' },
    paint: {
      'line-color': palette.waterway,
      'line-width': byZoom(
        [8, 13, 18].map((zoom) => [zoom, Math.max(0.6, widthAt13 * growth ** (zoom - 13))] as const),
        growth,
      ),
    },
  };
}

function runway(
  source: string,
  palette: ScreenPalette,
  name: string,
  metres: number,
  least: number,
): LayerSpecification {
  // At zoom 13 a pixel is about 17 metres in middle latitudes, and half of that with each further zoom.
  const pixels = (zoom: number) => Math.max(least, metres * 0.06 * 2 ** (zoom - 13));
  return {
    id: `${source}-${name}`,
    type: 'line',
    source,
    'source-layer': 'aeroway',
    filter: ['all', ['==', ['geometry-type'], 'LineString'], isClass(name)],
    layout: { 'line-cap': 'butt' },
    paint: {
      'line-color': palette.aeroway,
      'line-width': byZoom(
        [10, 12, 14, 16, 18, 20].map((zoom) => [zoom, pixels(zoom)] as const),
        2,
      ),
    },
  };
}
