import { createCanvas, loadImage } from '@napi-rs/canvas';
import type { Page } from 'playwright';

/** How many colours the map shows, counted coarsely: an empty one has very few. */
export async function coloursOf(page: Page): Promise<number> {
  const image = await loadImage(await page.locator('canvas.maplibregl-canvas').screenshot());
  const canvas = createCanvas(image.width, image.height);
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  const colours = new Set<number>();
  for (let at = 0; at < data.length; at += 4)
    colours.add((((data[at] ?? 0) >> 3) << 10) | (((data[at + 1] ?? 0) >> 3) << 5) | ((data[at + 2] ?? 0) >> 3));
  return colours.size;
}
