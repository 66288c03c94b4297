import type { SKRSContext2D } from '@napi-rs/canvas';
import type { VectorTileFeature } from '@mapbox/vector-tile';
import type { PlacedTile } from './load-tiles.ts';
import type { Palette } from '../../maps/appearance/palette.ts';
import { roadWidths, widthAt } from '../../maps/appearance/road-widths.ts';

export interface Brush {
  readonly context: SKRSContext2D;
  readonly palette: Palette;
  readonly zoom: number;
}

type Wanted = (feature: VectorTileFeature) => boolean;

/** Draws all areas and lines of one tile, from the ground up, and nothing outside the tile's square. */
export function drawTile(brush: Brush, placed: PlacedTile): void {
  const { context, palette } = brush;
  context.save();
  // On whole pixels, so that neighbours meet without a seam.
  const [left, top] = [Math.round(placed.left), Math.round(placed.top)];
  const [right, bottom] = [Math.round(placed.left + placed.size), Math.round(placed.top + placed.size)];
  context.beginPath();
  context.rect(left, top, right - left, bottom - top);
  context.clip();
  context.lineJoin = 'round';
  context.lineCap = 'round';
  fillByClass(brush, placed, 'landuse', palette.landuse);
  fillByClass(brush, placed, 'landcover', palette.landcover);
  drawWaterways(brush, placed);
  fill(brush, placed, 'water', palette.water, isArea);
  fillByClass(brush, placed, 'landuse', palette.landuse, isPier);
  drawAeroways(brush, placed);
  drawBuildings(brush, placed);
  drawRoads(brush, placed);
  drawBorders(brush, placed);
  context.restore();
}

const isArea: Wanted = (feature) => feature.type === 3;
const isLine: Wanted = (feature) => feature.type === 2;
const isPier: Wanted = (feature) => feature.type === 3 && feature.properties['class'] === 'pier';

function fillByClass(
  brush: Brush,
  placed: PlacedTile,
  layer: string,
  colours: Readonly<Record<string, string>>,
  wanted: Wanted = isArea,
): void {
  for (const feature of featuresOf(placed, layer, wanted)) {
    const colour = colours[String(feature.properties['class'])];
    if (colour === undefined) continue;
    brush.context.beginPath();
    trace(brush.context, placed, feature, true);
    brush.context.fillStyle = colour;
    brush.context.fill('evenodd');
  }
}

function fill(brush: Brush, placed: PlacedTile, layer: string, colour: string, wanted: Wanted): void {
  brush.context.fillStyle = colour;
  for (const feature of featuresOf(placed, layer, wanted)) {
    brush.context.beginPath();
    trace(brush.context, placed, feature, true);
    brush.context.fill('evenodd');
  }
}

function stroke(brush: Brush, placed: PlacedTile, layer: string, colour: string, width: number, wanted: Wanted): void {
  if (width <= 0) return;
  const { context } = brush;
  context.beginPath();
  for (const feature of featuresOf(placed, layer, wanted)) trace(context, placed, feature, feature.type === 3);
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
}

function drawWaterways(brush: Brush, placed: PlacedTile): void {
  const width = (base: number) => Math.max(0.6, base * 2 ** ((brush.zoom - 13) * 0.6));
  const ofClass =
    (...classes: string[]): Wanted =>
    ({ type, properties }) =>
      type === 2 && properties['tunnel'] !== true && classes.includes(String(properties['class']));
  stroke(brush, placed, 'waterway', brush.palette.waterway, width(0.9), ofClass('stream', 'drain'));
  stroke(brush, placed, 'waterway', brush.palette.waterway, width(2), ofClass('river', 'canal'));
}

function drawAeroways(brush: Brush, placed: PlacedTile): void {
  const metres = 2 ** (brush.zoom - 13) * 0.06;
  const ofClass =
    (name: string): Wanted =>
    ({ type, properties }) =>
      type === 2 && properties['class'] === name;
  fill(brush, placed, 'aeroway', brush.palette.aeroway, isArea);
  stroke(brush, placed, 'aeroway', brush.palette.aeroway, Math.max(1, 20 * metres), ofClass('taxiway'));
  stroke(brush, placed, 'aeroway', brush.palette.aeroway, Math.max(2, 55 * metres), ofClass('runway'));
}

function drawBuildings(brush: Brush, placed: PlacedTile): void {
  if (brush.zoom < 13) return;
  fill(brush, placed, 'building', brush.palette.building, isArea);
  if (brush.zoom >= 14.5) stroke(brush, placed, 'building', brush.palette.buildingEdge, 0.8, isArea);
}

function drawRoads(brush: Brush, placed: PlacedTile): void {
  const { context, palette, zoom } = brush;
  const ofClass =
    (name: string): Wanted =>
    ({ type, properties }) =>
      type === 2 && properties['class'] === name;
  stroke(brush, placed, 'transportation', palette.pier, Math.max(1.2, 2 ** (zoom - 12.5)), ofClass('pier'));
  context.setLineDash([5, 5]);
  stroke(brush, placed, 'transportation', palette.ferry, 1.2, ofClass('ferry'));
  context.setLineDash([3, 2.5]);
  context.lineCap = 'butt';
  const pathWidth = zoom < 14 ? 0.6 : Math.min(1 + (zoom - 14) * 0.5, 2.5);
  stroke(brush, placed, 'transportation', palette.path, pathWidth, ofClass('path'));
  context.setLineDash([]);
  context.lineCap = 'round';
  // Level by level, so that a bridge covers what it crosses; within a level all casings lie under all roads.
  for (const level of levelsOf(placed)) {
    const onLevel =
      (name: string): Wanted =>
      (feature) =>
        ofClass(name)(feature) && levelOf(feature) === level;
    for (const { class: name, width, casingFrom } of roadWidths) {
      const casing = palette.roads[name]?.[1];
      if (casing === undefined || zoom < casingFrom) continue;
      const pixels = widthAt(width, zoom);
      strokeRoads(brush, placed, casing, pixels, pixels + (zoom >= 14 ? 2.2 : 1.5), onLevel(name));
    }
    drawRails(brush, placed, onLevel('rail'));
    for (const { class: name, width } of roadWidths) {
      const colour = palette.roads[name]?.[0];
      const pixels = widthAt(width, zoom);
      if (colour !== undefined) strokeRoads(brush, placed, colour, pixels, pixels, onLevel(name));
    }
  }
}

/** Links are narrower than the roads that they join. */
function strokeRoads(
  brush: Brush,
  placed: PlacedTile,
  colour: string,
  basis: number,
  width: number,
  wanted: Wanted,
): void {
  const isRamp: Wanted = (feature) => feature.properties['ramp'] === true;
  stroke(brush, placed, 'transportation', colour, width - basis * 0.4, (feature) => wanted(feature) && isRamp(feature));
  stroke(brush, placed, 'transportation', colour, width, (feature) => wanted(feature) && !isRamp(feature));
}

function drawRails(brush: Brush, placed: PlacedTile, wanted: Wanted): void {
  const { context, palette, zoom } = brush;
  const width = zoom < 12 ? 0.7 : Math.min(1 + (zoom - 12) * 0.4, 3);
  stroke(brush, placed, 'transportation', palette.rail, width, wanted);
  if (zoom < 13.5) return;
  context.setLineDash([1, 6]);
  context.lineCap = 'butt';
  stroke(brush, placed, 'transportation', palette.rail, width + 3, wanted);
  context.setLineDash([]);
  context.lineCap = 'round';
}

function drawBorders(brush: Brush, placed: PlacedTile): void {
  const { context, palette, zoom } = brush;
  const between =
    (low: number, high: number): Wanted =>
    (feature) =>
      isLine(feature) &&
      Number(feature.properties['admin_level']) >= low &&
      Number(feature.properties['admin_level']) <= high;
  stroke(brush, placed, 'boundary', palette.border, zoom < 4 ? 0.8 : 1.4, between(2, 2));
  context.setLineDash([6, 3, 1.5, 3]);
  context.lineCap = 'butt';
  stroke(brush, placed, 'boundary', palette.border, 1, between(3, 8));
  context.setLineDash([]);
  context.lineCap = 'round';
}

function levelOf(feature: VectorTileFeature): number {
  return Number(feature.properties['layer'] ?? 0);
}

function levelsOf(placed: PlacedTile): number[] {
  return [...new Set(featuresOf(placed, 'transportation', isLine).map(levelOf))].toSorted((a, b) => a - b);
}

function featuresOf({ tile }: PlacedTile, layerName: string, wanted: Wanted): VectorTileFeature[] {
  const layer = tile.layers[layerName];
  if (layer === undefined) return [];
  return Array.from({ length: layer.length }, (_, index) => layer.feature(index)).filter(wanted);
}

function trace(context: SKRSContext2D, placed: PlacedTile, feature: VectorTileFeature, closed: boolean): void {
  const scale = placed.size / feature.extent;
  for (const line of feature.loadGeometry()) {
    line.forEach(({ x, y }, index) => {
      const [pixelX, pixelY] = [placed.left + x * scale, placed.top + y * scale];
      if (index === 0) context.moveTo(pixelX, pixelY);
      else context.lineTo(pixelX, pixelY);
    });
    if (closed) context.closePath();
  }
}
