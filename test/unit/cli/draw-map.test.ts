import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromGeojsonVt } from '@maplibre/vt-pbf';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { drawMap } from '../../../src/cli/draw-map.ts';
import { createOccupancy } from '../../../src/cli/draw/occupancy.ts';
import { layAlongLine } from '../../../src/cli/draw/line-text.ts';
import { metresPerPixel, viewAround, viewOf } from '../../../src/cli/draw/view.ts';
import { widthAt } from '../../../src/maps/appearance/road-widths.ts';
import { gzip } from '../../../src/maps/pmtiles/gzip.ts';
import { createPmtilesWriter } from '../../../src/maps/pmtiles/writer.ts';
import { memorySink } from '../../support/memory-archive.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'naviterm-draw-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A map of one tile: its eastern half is water, with a place in the west. */
async function writeMap(content?: Uint8Array): Promise<string> {
  const half = [
    [2048, 0],
    [4096, 0],
    [4096, 4096],
    [2048, 4096],
  ];
  const tags = { class: 'city', rank: 1, name: 'Local', name_ja: '地図' };
  const tile = fromGeojsonVt(
    {
      water: { features: [{ type: 3, geometry: [half], tags: { class: 'ocean' } }] },
      place: { features: [{ type: 1, geometry: [[1024, 2048]], tags }] },
    },
    { version: 2, extent: 4096 },
  );
  const sink = memorySink();
  const writer = createPmtilesWriter(sink, {
    tileType: 'mvt',
    tileCompression: 'gzip',
    bounds: { west: -180, south: -85, east: 180, north: 85 },
    centre: { longitude: 0, latitude: 0, zoom: 0 },
  });
  await writer.add({ z: 0, x: 0, y: 0 }, content ?? gzip(tile));
  await writer.finish({ attribution: '© everybody' });
  const path = join(folder, 'map.pmtiles');
  await writeFile(path, sink.bytes());
  return path;
}

async function pixelsOf(png: Uint8Array) {
  const image = await loadImage(Buffer.from(png));
  const canvas = createCanvas(image.width, image.height);
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const pixels = context.getImageData(0, 0, image.width, image.height).data;
  const at = (x: number, y: number) =>
    Array.from(pixels.slice((y * image.width + x) * 4, (y * image.width + x) * 4 + 3));
  const dark = (left: number, top: number, right: number, bottom: number) => {
    let count = 0;
    for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) if (Math.max(...at(x, y)) < 110) count++;
    return count;
  };
  return { width: image.width, height: image.height, at, dark };
}

const square = { width: 512, height: 512 };

describe('drawing a map', () => {
  it('shows land, water, names and who made it', async () => {
    const { width, height, at, dark } = await pixelsOf(await drawMap({ path: await writeMap(), ...square }));
    expect([width, height]).toEqual([512, 512]);
    expect(at(40, 40)).toEqual([0xf5, 0xf2, 0xec]);
    expect(at(400, 40)).toEqual([0xa9, 0xd3, 0xec]);
    expect(dark(64, 236, 192, 276)).toBeGreaterThan(40);
    expect(dark(420, 494, 512, 512)).toBeGreaterThan(20);
  });

  it('by day and by night, in the language asked for, finer when asked', async () => {
    const path = await writeMap();
    const day = await drawMap({ path, ...square });
    const japanese = await drawMap({ path, ...square, language: 'ja' });
    const night = await pixelsOf(await drawMap({ path, ...square, theme: 'night' }));
    expect(Buffer.compare(day, japanese)).not.toBe(0);
    expect(Math.max(...night.at(40, 40))).toBeLessThan(60);
    expect(await pixelsOf(await drawMap({ path, ...square, pixelRatio: 2 }))).toMatchObject({ width: 1024 });
    expect(Buffer.compare(await drawMap({ path, ...square }), day)).toBe(0);
  });

  it('repeats the world beyond its edge, and leaves out what the map does not have', async () => {
    const path = await writeMap();
    const view = { centre: { longitude: 180, latitude: 0 }, zoom: 0 };
    const { at } = await pixelsOf(await drawMap({ path, ...square, view }));
    expect(at(200, 40)).toEqual([0xa9, 0xd3, 0xec]);
    expect(at(300, 40)).toEqual([0xf5, 0xf2, 0xec]);
  });

  it('refuses what it cannot draw with a code', async () => {
    const path = await writeMap();
    await expect(drawMap({ path: join(folder, 'none'), ...square })).rejects.toMatchObject({
      code: 'map.not-installed',
    });
    await expect(drawMap({ path, width: 9, height: 512 })).rejects.toMatchObject({ code: 'configuration.invalid' });
    const rubbish = join(folder, 'rubbish');
    await writeFile(rubbish, 'x'.repeat(500));
    await expect(drawMap({ path: rubbish, ...square })).rejects.toMatchObject({ code: 'map.source-invalid' });
    const broken = await writeMap(gzip(new Uint8Array(50).fill(0x9f)));
    await expect(drawMap({ path: broken, ...square })).rejects.toMatchObject({ code: 'map.file-damaged' });
    // A feature whose kind of field does not exist is noticed only when it is drawn.
    const layer = Buffer.from('\x0a\x05water\x12\x02\x0c\x0c\x28\x80\x20\x78\x02', 'latin1');
    const undrawable = await writeMap(gzip(Uint8Array.from([0x1a, layer.length, ...layer])));
    await expect(drawMap({ path: undrawable, ...square })).rejects.toMatchObject({ code: 'map.file-damaged' });
  });
});

describe('the view', () => {
  it('is the closest that shows all of some bounds', () => {
    const bounds = { west: -90, south: -40, east: 90, north: 40 };
    const view = viewOf(bounds, { width: 1024, height: 1024 });
    expect(view.zoom).toBeCloseTo(2, 6);
    expect(viewAround({ longitude: 0, latitude: 0 }, 2, { width: 1024, height: 1024 }).left).toBeCloseTo(view.left, 6);
  });

  it('knows its scale', () => {
    expect(metresPerPixel(viewAround({ longitude: 0, latitude: 60 }, 0, square))).toBeCloseTo(78_271.5 / 2, 0);
  });
});

describe('text along a line', () => {
  const letters = 'Rambla'.split('').map((letter) => ({ letter, width: 10 }));

  it('runs from left to right, whichever way the line does', () => {
    const line = [
      [0, 0],
      [200, 0],
    ] as const;
    const xs = layAlongLine(line, letters)?.map(({ x }) => Math.round(x)) ?? [];
    expect(xs).toEqual([75, 85, 95, 105, 115, 125]);
    expect(layAlongLine(line.toReversed(), letters)?.map(({ x }) => Math.round(x))).toEqual(xs);
  });

  it('is left out where the line is too short or bends too sharply', () => {
    expect(
      layAlongLine(
        [
          [0, 0],
          [50, 0],
        ],
        letters,
      ),
    ).toBeUndefined();
    expect(
      layAlongLine(
        [
          [0, 0],
          [100, 0],
          [100, 100],
        ],
        letters,
      ),
    ).toBeUndefined();
  });
});

describe('room for labels', () => {
  it('is given once, and only inside the picture', () => {
    const occupancy = createOccupancy({ width: 200, height: 100 }, [{ left: 0, top: 80, right: 200, bottom: 100 }]);
    const label = { left: 20, top: 20, right: 80, bottom: 40 };
    expect(occupancy.take([label], 2)).toBe(true);
    expect(occupancy.take([{ ...label, left: 79, right: 120 }], 2)).toBe(false);
    expect(occupancy.take([{ ...label, left: 90, right: 120 }], 2)).toBe(true);
    expect(occupancy.take([{ left: 150, top: 20, right: 201, bottom: 40 }], 0)).toBe(false);
    expect(occupancy.take([{ left: 150, top: 70, right: 190, bottom: 85 }], 0)).toBe(false);
  });
});

describe('widths', () => {
  it('grow evenly between their stops, double beyond, and are none before', () => {
    const stops = [
      [10, 1],
      [12, 4],
    ] as const;
    expect([9, 10, 11, 12, 13].map((zoom) => widthAt(stops, zoom))).toEqual([0, 1, 2, 4, 8]);
  });
});
