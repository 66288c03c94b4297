import type { ScreenPalette } from '../style/screen-palette.ts';
import { glyphs } from './glyphs.ts';
import { poiClasses, poiSymbol } from './poi-symbols.ts';

/** An image for the map, at `pixelRatio` device pixels a pixel. */
export interface MapSymbol {
  readonly name: string;
  readonly image: ImageData;
  readonly pixelRatio: number;
  /** Where it may be stretched and where text goes, in its device pixels. */
  readonly stretch?: {
    readonly stretchX: [number, number][];
    readonly stretchY: [number, number][];
    readonly content: [number, number, number, number];
  };
}

const pixelRatio = 2;
/** Pixels that the disc of a place of interest is wide. */
const disc = 22;

/** Draws all images that the style names; those of the two themes are equally large, so that one can replace the other. */
export function drawSymbols(palette: ScreenPalette): MapSymbol[] {
  const pois = [...poiClasses, 'other'].map((name) => ({
    name: `poi-${name}`,
    image: draw(disc, disc, (context) => drawPoi(context, palette, name)),
    pixelRatio,
  }));
  return [
    ...pois,
    { name: 'oneway', image: draw(18, 10, (context) => drawArrow(context, palette.arrow)), pixelRatio },
    { name: 'place-dot', image: draw(10, 10, (context) => drawPlaceDot(context, palette)), pixelRatio },
    { name: 'turn-head', image: draw(30, 30, (context) => drawTurnHead(context, palette)), pixelRatio },
    shield(palette),
  ];
}

function draw(width: number, height: number, paint: (context: OffscreenCanvasRenderingContext2D) => void): ImageData {
  const canvas = new OffscreenCanvas(width * pixelRatio, height * pixelRatio);
  const context = canvas.getContext('2d');
  // A canvas without a drawing context has no picture: the map is then drawn without this symbol.
  if (context === null) return new ImageData(width * pixelRatio, height * pixelRatio);
  context.scale(pixelRatio, pixelRatio);
  paint(context);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

function drawPoi(context: OffscreenCanvasRenderingContext2D, palette: ScreenPalette, poiClass: string): void {
  const { glyph, group } = poiSymbol(poiClass);
  const radius = glyph === 'dot' ? 4.5 : disc / 2;
  circle(context, disc / 2, radius, palette.halo);
  circle(context, disc / 2, radius - 1.3, palette.symbols[group]);
  if (glyph === 'dot') return;
  const size = 13;
  context.translate((disc - size) / 2, (disc - size) / 2);
  context.scale(size / 24, size / 24);
  context.fillStyle = palette.glyph;
  fillShape(context, new Path2D(glyphs[glyph]));
}

function fillShape(context: OffscreenCanvasRenderingContext2D, shape: Path2D): void {
  // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- this fills a shape, not an array
  context.fill(shape, 'evenodd');
}

function circle(context: OffscreenCanvasRenderingContext2D, centre: number, radius: number, colour: string): void {
  context.beginPath();
  context.arc(centre, centre, radius, 0, Math.PI * 2);
  context.fillStyle = colour;
  context.fill();
}

/** Points to the right: along the line. */
function drawArrow(context: OffscreenCanvasRenderingContext2D, colour: string): void {
  context.fillStyle = colour;
  fillShape(context, new Path2D('M1 4.1h9.5V1l6.5 4-6.5 4V5.9H1z'));
}

function drawPlaceDot(context: OffscreenCanvasRenderingContext2D, palette: ScreenPalette): void {
  circle(context, 5, 4.5, palette.halo);
  circle(context, 5, 3, palette.text.place);
}

/** The head of the arrow that shows the next turn; points to the right. */
function drawTurnHead(context: OffscreenCanvasRenderingContext2D, palette: ScreenPalette): void {
  const head = new Path2D('M7 5l17 10L7 25z');
  context.lineJoin = 'round';
  context.lineWidth = 4;
  context.strokeStyle = palette.route.manoeuvreEdge;
  context.stroke(head);
  context.fillStyle = palette.route.manoeuvre;
  fillShape(context, head);
}

function shield(palette: ScreenPalette): MapSymbol {
  const [width, height] = [24, 20];
  const image = draw(width, height, (context) => {
    context.beginPath();
    context.roundRect(1, 1, width - 2, height - 2, 4);
    context.fillStyle = palette.shield[0];
    context.fill();
    context.lineWidth = 1.3;
    context.strokeStyle = palette.shield[1];
    context.stroke();
  });
  const [right, bottom] = [width * pixelRatio, height * pixelRatio];
  return {
    name: 'shield',
    image,
    pixelRatio,
    stretch: {
      stretchX: [[10, right - 10]],
      stretchY: [[10, bottom - 10]],
      content: [8, 6, right - 8, bottom - 6],
    },
  };
}
