import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';

/** Pixels a side. */
const size = 512;

/** The program's icon as systems take it. @param {string} folder */
export async function drawIcon(folder) {
  mkdirSync(folder, { recursive: true });
  const picture = await loadImage(readFileSync(new URL('icon.svg', import.meta.url)));
  const canvas = createCanvas(size, size);
  canvas.getContext('2d').drawImage(picture, 0, 0, size, size);
  writeFileSync(join(folder, 'icon.png'), await canvas.encode('png'));
}
