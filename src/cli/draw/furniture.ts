import type { SKRSContext2D } from '@napi-rs/canvas';
import { fontOf } from './fonts.ts';
import type { Rectangle } from './occupancy.ts';
import type { Palette } from '../../maps/appearance/palette.ts';
import { metresPerPixel, type View } from './view.ts';

const size = 11.5;
const height = 20;

/** Where the scale bar and the attribution stand: labels keep clear of them. */
export function furnitureArea(view: View): Rectangle[] {
  return [{ left: 0, top: view.height - height - 14, right: view.width, bottom: view.height }];
}

/** Who made the data, always, at the lower right; and how long a kilometre is, at the lower left. */
export function drawFurniture(context: SKRSContext2D, palette: Palette, view: View, attribution: string): void {
  const [background, colour] = palette.furniture;
  context.font = fontOf(size, 400);
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  const width = context.measureText(attribution).width + 16;
  context.fillStyle = background;
  context.fillRect(view.width - width, view.height - height, width, height);
  context.fillStyle = colour;
  context.fillText(attribution, view.width - 8, view.height - height / 2);
  // A bar of one length says nothing on a map of half the world.
  if (view.zoom >= 4) drawScale(context, palette, view);
}

function drawScale(context: SKRSContext2D, palette: Palette, view: View): void {
  const perPixel = metresPerPixel(view);
  const metres = roundLength(130 * perPixel);
  const pixels = metres / perPixel;
  const [left, bottom] = [14, view.height - 12];
  const draw = (colour: string, lineWidth: number) => {
    context.strokeStyle = colour;
    context.lineWidth = lineWidth;
    context.lineCap = 'square';
    context.beginPath();
    context.moveTo(left, bottom - 6);
    context.lineTo(left, bottom);
    context.lineTo(left + pixels, bottom);
    context.lineTo(left + pixels, bottom - 6);
    context.stroke();
  };
  draw(palette.halo, 4.5);
  draw(palette.furniture[1], 1.6);
  context.textAlign = 'center';
  context.font = fontOf(size, 600);
  context.strokeStyle = palette.halo;
  context.lineWidth = 3;
  context.fillStyle = palette.furniture[1];
  const text = metres >= 1_000 ? `${metres / 1_000} km` : `${metres} m`;
  context.strokeText(text, left + pixels / 2, bottom - 10);
  context.fillText(text, left + pixels / 2, bottom - 10);
}

/** The largest of 1, 2, 5 times a power of ten that is no longer. */
function roundLength(metres: number): number {
  const power = 10 ** Math.floor(Math.log10(metres));
  return power * ([5, 2].find((factor) => factor * power <= metres) ?? 1);
}
