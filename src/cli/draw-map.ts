import { createCanvas } from '@napi-rs/canvas';
import { CodedError } from '../errors/coded-error.ts';
import type { Bounds } from '../maps/pmtiles/archive-facts.ts';
import type { RegionFacts } from '../maps/pmtiles/inspect.ts';
import { drawTile } from './draw/draw-shapes.ts';
import { registerFonts } from './draw/fonts.ts';
import { drawFurniture, furnitureArea } from './draw/furniture.ts';
import { collectLabels, type Language } from './draw/labels.ts';
import { withMapFile } from './draw/load-tiles.ts';
import { palettes, type Theme } from '../maps/appearance/palette.ts';
import { placeLabels } from './draw/place-labels.ts';
import { viewAround, viewOf, type Place, type View } from './draw/view.ts';

export interface MapPicture {
  /** A PMTiles archive with this program's layers (`docs/map-schema.md`). */
  readonly path: string;
  /** Pixels of the picture before `pixelRatio`. */
  readonly width: number;
  readonly height: number;
  /** What to show; the region's own centre where nothing is said. */
  readonly view?: { readonly bounds: Bounds } | { readonly centre: Place; readonly zoom: number };
  readonly theme?: Theme;
  readonly language?: Language;
  /** Pixels of the picture for each pixel of the style: 2 for a fine screen or for print. */
  readonly pixelRatio?: number;
}

const largestSide = 8_192;

/**
 * C11: draws a downloaded map → a PNG's bytes. Needs no screen, no network and no installed font.
 *
 * @throws CodedError `map.not-installed` when there is no file, `map.source-invalid` when it is no vector map, and
 * `map.file-damaged` when a tile cannot be read.
 */
export async function drawMap(picture: MapPicture): Promise<Uint8Array> {
  const { width, height, theme = 'day', language = 'local', pixelRatio = 1 } = picture;
  const sides = [width * pixelRatio, height * pixelRatio];
  if (!sides.every((side) => Number.isFinite(side) && side >= 64 && side <= largestSide)) {
    throw new CodedError('configuration.invalid', { detail: `a picture has 64 to ${largestSide} pixels a side` });
  }
  return withMapFile(picture.path, async (file) => {
    const view = viewFor(picture, file.facts);
    const palette = palettes[theme];
    const canvas = createCanvas(Math.round(width * pixelRatio), Math.round(height * pixelRatio));
    const context = canvas.getContext('2d');
    context.scale(pixelRatio, pixelRatio);
    context.fillStyle = palette.land;
    context.fillRect(0, 0, width, height);
    const tiles = await file.tilesOf(view);
    const labels = readingTiles(() => {
      for (const tile of tiles) drawTile({ context, palette, zoom: view.zoom }, tile);
      return collectLabels({ palette, zoom: view.zoom, language }, tiles);
    });
    registerFonts(labels.map(({ text }) => text));
    placeLabels({ context, palette, width, height }, labels, furnitureArea(view));
    drawFurniture(context, palette, view, file.facts.attribution);
    return canvas.toBuffer('image/png');
  });
}

/** Features are decoded as they are drawn. */
function readingTiles<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof CodedError) throw cause;
    throw new CodedError('map.file-damaged', { detail: 'a tile of the map cannot be read', cause });
  }
}

function viewFor({ view, width, height }: MapPicture, facts: RegionFacts): View {
  if (view === undefined) return viewAround(facts.centre, facts.centre.zoom, { width, height });
  return 'bounds' in view
    ? viewOf(view.bounds, { width, height })
    : viewAround(view.centre, view.zoom, { width, height });
}
