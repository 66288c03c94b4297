import type { VectorTileFeature } from '@mapbox/vector-tile';
import type { PlacedTile } from './load-tiles.ts';
import type { Palette } from '../../maps/appearance/palette.ts';

/** A language tag whose names are preferred (`name_en`, `name_ja`), or `local`. */
export type Language = string;

export type PixelPosition = readonly [x: number, y: number];

/** Something to write, before it is known whether there is room for it. */
export type Label = LabelStyle &
  (
    | { readonly kind: 'point'; readonly position: PixelPosition; readonly dot: boolean }
    | { readonly kind: 'line'; readonly line: readonly PixelPosition[] }
    | { readonly kind: 'shield'; readonly line: readonly PixelPosition[] }
  );

interface LabelStyle {
  readonly text: string;
  readonly size: number;
  readonly weight: 400 | 600;
  readonly colour: string;
  /** Lower comes first, and so gets the room. */
  readonly priority: number;
}

export interface LabelContext {
  readonly palette: Palette;
  readonly zoom: number;
  readonly language: Language;
}

const greenPois = new Set(['park', 'golf', 'zoo', 'cemetery', 'playground', 'stadium', 'beach', 'peak', 'cape']);
const roadOrder = ['motorway', 'trunk', 'primary', 'secondary', 'tertiary', 'minor', 'service', 'path'];
const placeSizes: Readonly<Record<string, readonly [size: number, growth: number]>> = {
  city: [22, 1.2],
  town: [16, 0.8],
  village: [13, 0.6],
  suburb: [12.5, 0.7],
  island: [12, 0.5],
  quarter: [11.5, 0.6],
  hamlet: [11.5, 0.5],
  neighbourhood: [11, 0.5],
  islet: [10.5, 0.4],
};

/** All labels of the tiles, those that matter most first. */
export function collectLabels(context: LabelContext, tiles: readonly PlacedTile[]): Label[] {
  const labels = tiles.flatMap((placed) => [
    ...labelsOf(context, placed, 'place', placeLabel),
    ...labelsOf(context, placed, 'water_name', waterLabel),
    ...labelsOf(context, placed, 'waterway', waterwayLabel),
    ...labelsOf(context, placed, 'transportation_name', roadLabels),
    ...labelsOf(context, placed, 'poi', poiLabel),
    ...labelsOf(context, placed, 'housenumber', numberLabels),
  ]);
  return labels.toSorted((a, b) => a.priority - b.priority);
}

type Labeller = (context: LabelContext, feature: VectorTileFeature, lines: PixelPosition[][]) => Label[];

function labelsOf(context: LabelContext, placed: PlacedTile, layerName: string, labeller: Labeller): Label[] {
  const layer = placed.tile.layers[layerName];
  if (layer === undefined) return [];
  return Array.from({ length: layer.length }, (_, index) => layer.feature(index)).flatMap((feature) => {
    const scale = placed.size / feature.extent;
    const lines = feature
      .loadGeometry()
      .map((line) => line.map(({ x, y }): PixelPosition => [placed.left + x * scale, placed.top + y * scale]));
    return labeller(context, feature, lines);
  });
}

function nameOf({ properties }: VectorTileFeature, language: Language): string {
  const wanted = language === 'local' ? undefined : properties[`name_${language}`];
  // For readers of Japanese an English name is nearer than one in Cyrillic.
  const nearest = language === 'ja' ? (wanted ?? properties['name_en']) : wanted;
  return String(nearest ?? properties['name'] ?? '');
}

function pointLabel(lines: PixelPosition[][], style: LabelStyle, dot = false): Label[] {
  const position = lines[0]?.[0];
  return position === undefined || style.text === '' ? [] : [{ kind: 'point', position, dot, ...style }];
}

const placeLabel: Labeller = ({ palette, zoom, language }, feature, lines) => {
  const type = String(feature.properties['class']);
  const rank = Number(feature.properties['rank'] ?? 9);
  const text = nameOf(feature, language);
  if (type === 'country') {
    const size = Math.min(Math.max(16 - rank * 1.5, 10) + zoom, 22);
    return zoom > 7 ? [] : pointLabel(lines, { text, size, weight: 600, colour: palette.text.country, priority: rank });
  }
  const [size, growth] = placeSizes[type === 'city' && rank > 1 ? 'town' : type] ?? [11, 0.5];
  const isMajor = type === 'city' || type === 'town' || type === 'village';
  if (type === 'city' && zoom > 13.5) return [];
  return pointLabel(lines, {
    text,
    size: Math.min(Math.max(size + (zoom - 12) * growth, 10.5), 30),
    weight: isMajor ? 600 : 400,
    colour: isMajor ? palette.text.place : palette.text.minorPlace,
    priority: rank * 10,
  });
};

const waterLabel: Labeller = ({ palette, zoom, language }, feature, lines) => {
  const isSea = feature.properties['class'] === 'ocean';
  const size = isSea ? Math.min(15 + (zoom - 10) * 1.2, 22) : 11.5;
  return pointLabel(lines, {
    text: nameOf(feature, language),
    size,
    weight: 400,
    colour: palette.text.water,
    priority: isSea ? 15 : 62,
  });
};

const waterwayLabel: Labeller = ({ palette, zoom, language }, feature, lines) => {
  const text = nameOf(feature, language);
  if (text === '' || zoom < (feature.properties['class'] === 'river' ? 11 : 14)) return [];
  const style = { text, size: 11.5, weight: 400 as const, colour: palette.text.water, priority: 58 };
  return lines.map((line) => ({ kind: 'line', line, ...style }));
};

const roadLabels: Labeller = ({ palette, zoom, language }, feature, lines) => {
  const order = roadOrder.indexOf(String(feature.properties['class']));
  const text = nameOf(feature, language);
  const ref = String(feature.properties['ref'] ?? '').split(';')[0] ?? '';
  const labels: Label[] = [];
  for (const line of lines) {
    if (order >= 0 && order <= 2 && ref !== '' && ref.length <= 6) {
      labels.push({
        kind: 'shield',
        line,
        text: ref,
        size: 10.5,
        weight: 600,
        colour: palette.shield[1],
        priority: 45 + order,
      });
    }
    if (text !== '' && order >= 0) {
      const size = Math.min(10.5 + (zoom - 12) * 0.6 + (order < 3 ? 1 : 0), 15);
      labels.push({ kind: 'line', line, text, size, weight: 400, colour: palette.text.road, priority: 50 + order });
    }
  }
  return labels;
};

const poiLabel: Labeller = ({ palette, zoom, language }, feature, lines) => {
  const type = String(feature.properties['class']);
  const rank = Number(feature.properties['rank'] ?? 9);
  if (zoom < 12 || (zoom < 14 && rank > 2 && !greenPois.has(type)) || (zoom < 15.5 && rank > 4)) return [];
  const green = greenPois.has(type);
  const colour = green ? palette.text.green : palette.text.poi;
  const style = { text: nameOf(feature, language), size: 11, weight: 400 as const, colour, priority: 60 + rank * 3 };
  return pointLabel(lines, style, !green);
};

const numberLabels: Labeller = ({ palette, zoom }, feature, lines) => {
  if (zoom < 16.5) return [];
  const style = { size: 9.5, weight: 400 as const, colour: palette.text.number, priority: 99 };
  const text = String(feature.properties['housenumber'] ?? '');
  return lines.flatMap((line) => pointLabel([line], { text, ...style }));
};
