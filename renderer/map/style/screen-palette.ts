import { palettes, type Palette, type Theme } from '../../../src/maps/appearance/palette.ts';

/** What the screen draws beyond what a drawn map has: the route, and what marks it. */
export interface ScreenPalette extends Palette {
  readonly route: Readonly<
    Record<'line' | 'casing' | 'driven' | 'drivenCasing' | 'manoeuvre' | 'manoeuvreEdge', string>
  >;
  readonly arrow: string;
  readonly tunnel: string;
  /** Disc and glyph of a symbol, by what it stands for. */
  readonly symbols: Readonly<Record<SymbolGroup, string>>;
  readonly glyph: string;
}

export type SymbolGroup =
  'car' | 'food' | 'health' | 'stay' | 'shop' | 'transit' | 'culture' | 'green' | 'civic' | 'other';

export const screenPalettes: Readonly<Record<Theme, ScreenPalette>> = {
  day: {
    ...palettes.day,
    route: {
      line: '#2f6bff',
      casing: '#1740a8',
      driven: '#9aa6bd',
      drivenCasing: '#7a869e',
      manoeuvre: '#ffffff',
      manoeuvreEdge: '#122c70',
    },
    arrow: '#8d8577',
    tunnel: '#ece7de',
    symbols: {
      car: '#2456c8',
      food: '#c9581c',
      health: '#c62f43',
      stay: '#8a3d9e',
      shop: '#a06a00',
      transit: '#1f7091',
      culture: '#7c5534',
      green: '#3f7f35',
      civic: '#5b6273',
      other: '#7b7469',
    },
    glyph: '#ffffff',
  },
  night: {
    ...palettes.night,
    route: {
      line: '#4f8dff',
      casing: '#14306f',
      driven: '#4a5366',
      drivenCasing: '#2f3645',
      manoeuvre: '#f4f7ff',
      manoeuvreEdge: '#0c1c47',
    },
    arrow: '#8089a0',
    tunnel: '#232936',
    symbols: {
      car: '#5b8af0',
      food: '#d98145',
      health: '#e0616f',
      stay: '#b377c6',
      shop: '#c09a3f',
      transit: '#4fa3c4',
      culture: '#b08a63',
      green: '#6dab5f',
      civic: '#8b94a8',
      other: '#8a8f9c',
    },
    glyph: '#12161f',
  },
};
