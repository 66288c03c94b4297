import type { SKRSContext2D } from '@napi-rs/canvas';
import { createOccupancy, type Occupancy, type Rectangle } from './occupancy.ts';
import { fontOf } from './fonts.ts';
import type { Label, PixelPosition } from './labels.ts';
import { layAlongLine, type Glyph } from './line-text.ts';
import type { Palette } from '../../maps/appearance/palette.ts';

export interface LabelSurface {
  readonly context: SKRSContext2D;
  readonly palette: Palette;
  readonly width: number;
  readonly height: number;
}

/** Pixels between two labels with the same words, and around every label. */
const repeatDistance = 260;
const padding = 3;

/** Letters with their accents, as readers count them. */
const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Writes the labels in their order, each where there is room, and leaves out those for which there is none. */
export function placeLabels(surface: LabelSurface, labels: readonly Label[], taken: readonly Rectangle[]): void {
  const occupancy = createOccupancy(surface, taken);
  const written = new Map<string, PixelPosition[]>();
  surface.context.lineJoin = 'round';
  surface.context.textBaseline = 'middle';
  for (const label of labels) {
    const at = label.kind === 'point' ? label.position : label.line[Math.floor(label.line.length / 2)];
    if (at === undefined || isNear(written.get(label.text), at)) continue;
    surface.context.font = fontOf(label.size, label.weight);
    const drawn = drawLabel(surface, label, occupancy);
    if (drawn !== undefined) written.set(label.text, [...(written.get(label.text) ?? []), drawn]);
  }
}

function isNear(others: readonly PixelPosition[] | undefined, [x, y]: PixelPosition): boolean {
  return others?.some(([otherX, otherY]) => Math.hypot(x - otherX, y - otherY) < repeatDistance) ?? false;
}

function drawLabel(surface: LabelSurface, label: Label, occupancy: Occupancy): PixelPosition | undefined {
  switch (label.kind) {
    case 'point':
      return drawPointLabel(surface, label, occupancy);
    case 'line':
      return drawLineLabel(surface, label, occupancy);
    case 'shield':
      return drawShield(surface, label, occupancy);
  }
}

function drawPointLabel(
  { context, palette }: LabelSurface,
  { position: [x, y], text, size, colour, dot }: Extract<Label, { kind: 'point' }>,
  occupancy: Occupancy,
): PixelPosition | undefined {
  const lines = wrap(context, text, size * 8.5);
  const width = Math.max(...lines.map((line) => context.measureText(line).width));
  const height = lines.length * size * 1.15;
  const centreY = dot ? y + 7 + height / 2 : y;
  const top = dot ? y - 4 : centreY - height / 2;
  const bounds = { left: x - width / 2, top, right: x + width / 2, bottom: centreY + height / 2 };
  if (!occupancy.take([bounds], padding)) return undefined;
  if (dot) {
    context.beginPath();
    context.arc(x, y, 3.2, 0, Math.PI * 2);
    context.fillStyle = palette.halo;
    context.fill();
    context.beginPath();
    context.arc(x, y, 2.2, 0, Math.PI * 2);
    context.fillStyle = colour;
    context.fill();
  }
  context.textAlign = 'center';
  context.lineWidth = Math.max(2.4, size * 0.22);
  context.strokeStyle = palette.halo;
  context.fillStyle = colour;
  lines.forEach((line, index) => {
    const lineY = centreY - height / 2 + (index + 0.5) * size * 1.15;
    context.strokeText(line, x, lineY);
    context.fillText(line, x, lineY);
  });
  return [x, y];
}

function drawLineLabel(
  { context, palette }: LabelSurface,
  { line, text, size, colour }: Extract<Label, { kind: 'line' }>,
  occupancy: Occupancy,
): PixelPosition | undefined {
  const widths = [...segmenter.segment(text)].map(({ segment }) => ({
    letter: segment,
    width: context.measureText(segment).width,
  }));
  const glyphs = layAlongLine(line, widths);
  if (glyphs === undefined) return undefined;
  const half = size / 2;
  const boxes = glyphs.map(({ x, y }) => ({ left: x - half, top: y - half, right: x + half, bottom: y + half }));
  if (!occupancy.take(boxes, 1)) return undefined;
  context.textAlign = 'center';
  context.lineWidth = Math.max(2.2, size * 0.22);
  context.strokeStyle = palette.halo;
  context.fillStyle = colour;
  // All halos first: each would cover the letter before it.
  for (const glyph of glyphs) atGlyph(context, glyph, () => context.strokeText(glyph.letter, 0, 0));
  for (const glyph of glyphs) atGlyph(context, glyph, () => context.fillText(glyph.letter, 0, 0));
  const middle = glyphs[Math.floor(glyphs.length / 2)];
  return middle === undefined ? undefined : [middle.x, middle.y];
}

function atGlyph(context: SKRSContext2D, { x, y, angle }: Glyph, draw: () => void): void {
  context.save();
  context.translate(x, y);
  context.rotate(angle);
  draw();
  context.restore();
}

function drawShield(
  { context, palette }: LabelSurface,
  { line, text, size, colour }: Extract<Label, { kind: 'shield' }>,
  occupancy: Occupancy,
): PixelPosition | undefined {
  const at = line[Math.floor(line.length / 2)];
  if (at === undefined || line.length < 3) return undefined;
  const [x, y] = at;
  const [halfWidth, halfHeight] = [context.measureText(text).width / 2 + 4, size / 2 + 3];
  const bounds = { left: x - halfWidth, top: y - halfHeight, right: x + halfWidth, bottom: y + halfHeight };
  if (!occupancy.take([bounds], 12)) return undefined;
  context.beginPath();
  context.roundRect(bounds.left, bounds.top, halfWidth * 2, halfHeight * 2, 3.5);
  context.fillStyle = palette.shield[0];
  context.fill();
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.stroke();
  context.textAlign = 'center';
  context.fillStyle = colour;
  context.fillText(text, x, y + 0.5);
  return at;
}

/** In lines of at most this many pixels where the words allow it. */
function wrap(context: SKRSContext2D, text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && context.measureText(`${last} ${word}`).width <= width)
      lines[lines.length - 1] += ` ${word}`;
    else lines.push(word);
  }
  return lines;
}
