/** Colours of a map; roads by class as `[fill, casing]`. */
export interface Palette {
  readonly land: string;
  readonly water: string;
  readonly waterway: string;
  readonly landcover: Readonly<Record<string, string>>;
  readonly landuse: Readonly<Record<string, string>>;
  readonly aeroway: string;
  readonly building: string;
  readonly buildingEdge: string;
  readonly roads: Readonly<Record<string, readonly [fill: string, casing: string]>>;
  readonly path: string;
  readonly rail: string;
  readonly ferry: string;
  readonly pier: string;
  readonly border: string;
  readonly text: Readonly<
    Record<'place' | 'minorPlace' | 'country' | 'road' | 'water' | 'poi' | 'green' | 'number', string>
  >;
  readonly halo: string;
  readonly shield: readonly [fill: string, text: string];
  readonly furniture: readonly [fill: string, text: string];
}

const day: Palette = {
  land: '#f5f2ec',
  water: '#a9d3ec',
  waterway: '#93c4e2',
  landcover: {
    wood: '#c6dfb4',
    grass: '#d8ebc5',
    scrub: '#d3e3bd',
    sand: '#f6e8bd',
    wetland: '#d5e6d8',
    rock: '#e2ddd5',
    farmland: '#eef0d5',
  },
  landuse: {
    residential: '#efebe5',
    commercial: '#f3e9e3',
    industrial: '#e9e6ec',
    railway: '#e6e2e0',
    quarry: '#ddd8d0',
    construction: '#ece4d4',
    cemetery: '#cfe0c5',
    military: '#ecdfd8',
    park: '#c9e5b4',
    golf: '#cbe8bb',
    playground: '#d6ecc6',
    pitch: '#b9dfae',
    stadium: '#d3e9c4',
    zoo: '#cfe6bd',
    school: '#f1ecd6',
    hospital: '#f6e1e0',
    parking: '#eceae8',
    aerodrome: '#e4e6ef',
    pedestrian: '#efe8e2',
    pier: '#efebe4',
  },
  aeroway: '#cdd0dd',
  building: '#e2dbd0',
  buildingEdge: '#cfc6b8',
  roads: {
    motorway: ['#f29f4c', '#cc7520'],
    trunk: ['#f7bb62', '#d48f2f'],
    primary: ['#fbd57f', '#d9a944'],
    secondary: ['#fdeaa6', '#d8bd6a'],
    tertiary: ['#ffffff', '#c9c2b6'],
    minor: ['#ffffff', '#d9d3c8'],
    service: ['#ffffff', '#e0dbd2'],
  },
  path: '#c9a687',
  rail: '#a39c98',
  ferry: '#6c9fd0',
  pier: '#e9e3d9',
  border: '#a58aa8',
  text: {
    place: '#2b2a33',
    minorPlace: '#67616e',
    country: '#4a4458',
    road: '#4d463c',
    water: '#3b7cab',
    poi: '#6b5b4b',
    green: '#44703a',
    number: '#9a9186',
  },
  halo: 'rgba(255, 255, 255, 0.92)',
  shield: ['#fffdf4', '#5a4a1e'],
  furniture: ['rgba(255, 255, 255, 0.82)', '#3a3a42'],
};

const night: Palette = {
  land: '#1b212c',
  water: '#0d2b43',
  waterway: '#12395a',
  landcover: {
    wood: '#1b2f2a',
    grass: '#1f302b',
    scrub: '#1f2e2a',
    sand: '#35322b',
    wetland: '#1b2e34',
    rock: '#262a33',
    farmland: '#20282a',
  },
  landuse: {
    residential: '#1e2430',
    commercial: '#232531',
    industrial: '#202533',
    railway: '#22262f',
    quarry: '#252830',
    construction: '#26272d',
    cemetery: '#1d2f2b',
    military: '#2a2629',
    park: '#1b342b',
    golf: '#1c362c',
    playground: '#1e332c',
    pitch: '#204034',
    stadium: '#1f342d',
    zoo: '#1c332b',
    school: '#262a2e',
    hospital: '#30262e',
    parking: '#222833',
    aerodrome: '#20283a',
    pedestrian: '#242a36',
    pier: '#242a35',
  },
  aeroway: '#343d55',
  building: '#272e3b',
  buildingEdge: '#323a49',
  roads: {
    motorway: ['#b8742f', '#5e3a17'],
    trunk: ['#9b7138', '#4f3a1f'],
    primary: ['#85703f', '#443a23'],
    secondary: ['#666046', '#363425'],
    tertiary: ['#4b5262', '#2a303c'],
    minor: ['#3b4252', '#252b37'],
    service: ['#323947', '#232934'],
  },
  path: '#5d5347',
  rail: '#525866',
  ferry: '#3d6a92',
  pier: '#2c3340',
  border: '#7a6486',
  text: {
    place: '#f0f2f7',
    minorPlace: '#a3abbb',
    country: '#cdd2e2',
    road: '#c9cedb',
    water: '#6fa8d6',
    poi: '#b3a795',
    green: '#82b27a',
    number: '#6f7788',
  },
  halo: 'rgba(16, 20, 28, 0.9)',
  shield: ['#3a3422', '#f1dfa9'],
  furniture: ['rgba(20, 24, 33, 0.8)', '#c4cad8'],
};

export type Theme = 'day' | 'night';

export const palettes: Readonly<Record<Theme, Palette>> = { day, night };
