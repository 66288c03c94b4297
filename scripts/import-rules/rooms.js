// Where a file lives: the rooms of the house, told from a path relative to the repository.

/** The folders of src in their order: each may import only those before it. */
export const layers = ['errors', 'contract', 'protocol', 'allocation', 'maps', 'navigation', 'terminal', 'host', 'cli'];

/** The folders of src that talk to the machine. The others decide, and are handed what they need. */
export const machineLayers = ['host', 'cli'];

/** The folders below those that may use node:crypto, and no other module of Node's. */
export const cryptoLayers = ['protocol', 'allocation', 'maps'];

/** npm packages that touch no disk, no network and no clock, welcome anywhere in src. */
export const purePackages = [
  '@mapbox/vector-tile',
  '@serenity-kit/opaque',
  '@tufjs/models',
  'fflate',
  'pbf',
  'pmtiles',
  'structured-headers',
  'suncalc',
  'typebox',
];

/** The rooms at the top. `scripts` holds what runs before anything is installed. */
export const rooms = [
  'src',
  'main',
  'renderer',
  'local-servers',
  'cartography',
  'demo',
  'bench',
  'model',
  'test',
  'scripts',
];

/** The folders of scripts that run after the set-up, each as a program of its own, and so may use npm packages. */
export const scriptsAfterSetUp = ['import-rules', 'checks', 'build', 'package'];

/** @param {string} path @returns {string} the room, or '' for a file at the top such as vitest.config.ts */
export const roomOf = (path) => (path.includes('/') ? (path.split('/')[0] ?? '') : '');

/** @param {string} path @returns {string} the folder inside the room, or '' for a file right in it */
export const folderOf = (path) => (path.split('/').length > 2 ? (path.split('/')[1] ?? '') : '');

/** @param {string} path */
export const isLayer = (path) => roomOf(path) === 'src' && layers.includes(folderOf(path));
