import {
  cryptoLayers,
  folderOf,
  isLayer,
  layers,
  machineLayers,
  purePackages,
  roomOf,
  rooms,
  scriptsAfterSetUp,
} from './rooms.js';

/**
 * One import in one file.
 * @typedef {object} Import
 * @property {string} from path of the importing file, relative to the repository, with slashes
 * @property {number} line
 * @property {string} specifier as written; '' where it is computed
 * @property {'file' | 'node' | 'package' | 'missing' | 'computed'} kind
 * @property {string} to path of the file, name of Node's module without `node:`, or name of the package
 * @property {boolean} typeOnly true if nothing is left of it at run time
 */

/**
 * @typedef {object} Rule
 * @property {string} name
 * @property {string} says what holds where the rule is kept
 * @property {(found: Import) => boolean} isBrokenBy
 */

/** The rooms that meet over HTTP or IPC only, or are started as programs. Each may import src. */
const apart = ['main', 'renderer', 'local-servers', 'cartography', 'demo'];

/** @param {Import} found @param {string} room */
const within = (found, room) => roomOf(found.from) === room;

/** @param {Import} found @param {string} room */
const reaches = (found, room) => found.kind === 'file' && roomOf(found.to) === room;

/** @param {Import} found */
const machineRoom = (found) => machineLayers.includes(folderOf(found.from));

/** @param {string} path */
const runsAfterSetUp = (path) => scriptsAfterSetUp.includes(folderOf(path));

/** Programs in `bench/<question>/peers` are no part of the product. @param {string} path */
const isPeer = (path) => /^bench\/[^/]+\/peers\//.test(path);

/** @type {readonly Rule[]} */
export const importRules = [
  {
    name: 'src-imports-only-itself',
    says: 'src imports nothing outside itself',
    isBrokenBy: (found) => within(found, 'src') && found.kind === 'file' && !reaches(found, 'src'),
  },
  {
    name: 'src-folders-in-order',
    says: `inside src a folder imports only those above it: ${layers.join(' < ')}`,
    isBrokenBy: (found) =>
      isLayer(found.from) &&
      isLayer(found.to) &&
      layers.indexOf(folderOf(found.to)) > layers.indexOf(folderOf(found.from)),
  },
  {
    name: 'src-node-modules',
    says: `of Node's modules only node:crypto, in ${cryptoLayers.join(', ')}; all of Node in ${machineLayers.join(', ')}`,
    isBrokenBy: (found) =>
      within(found, 'src') &&
      found.kind === 'node' &&
      !machineRoom(found) &&
      !(found.to === 'crypto' && cryptoLayers.includes(folderOf(found.from))),
  },
  {
    name: 'src-packages',
    says: 'packages that touch disk, network or clock stay out of src, but for host and cli',
    isBrokenBy: (found) =>
      within(found, 'src') && found.kind === 'package' && !machineRoom(found) && !purePackages.includes(found.to),
  },
  {
    name: 'rooms-apart',
    says: `${apart.join(', ')} import src, never one another, and no other room`,
    isBrokenBy: (found) =>
      found.kind === 'file' &&
      apart.includes(roomOf(found.from)) &&
      ![roomOf(found.from), 'src', 'test'].includes(roomOf(found.to)),
  },
  {
    name: 'servers-without-the-terminal',
    says: 'servers import neither src/terminal nor src/cli',
    isBrokenBy: (found) =>
      within(found, 'local-servers') && reaches(found, 'src') && ['terminal', 'cli'].includes(folderOf(found.to)),
  },
  {
    name: 'servers-without-siblings',
    says: 'a server imports its own folder and kit; local-servers/cli, which starts them, imports all',
    isBrokenBy: (found) =>
      within(found, 'local-servers') &&
      reaches(found, 'local-servers') &&
      folderOf(found.from) !== 'cli' &&
      ![folderOf(found.from), 'kit'].includes(folderOf(found.to)),
  },
  {
    name: 'electron-in-main',
    says: 'electron is imported in main only, but for the programs that measurements run beside the terminal',
    isBrokenBy: (found) =>
      found.kind === 'package' && found.to === 'electron' && !within(found, 'main') && !isPeer(found.from),
  },
  {
    name: 'nothing-imports-test',
    says: 'nothing imports test, but test itself',
    isBrokenBy: (found) => reaches(found, 'test') && !within(found, 'test'),
  },
  {
    name: 'nothing-imports-bench',
    says: 'nothing imports bench, but bench itself and its tests',
    isBrokenBy: (found) => reaches(found, 'bench') && !['bench', 'test'].includes(roomOf(found.from)),
  },
  {
    name: 'model-alone',
    says: 'model imports no other room and no package: it is not made of what it checks; only tests import it',
    isBrokenBy: (found) =>
      (within(found, 'model') && ((found.kind === 'file' && !reaches(found, 'model')) || found.kind === 'package')) ||
      (reaches(found, 'model') && !['model', 'test'].includes(roomOf(found.from))),
  },
  {
    name: 'scripts-alone',
    says:
      'scripts import nothing outside scripts; those that run before the set-up import no package either, and nothing ' +
      `of ${scriptsAfterSetUp.join(', ')}`,
    isBrokenBy: (found) =>
      within(found, 'scripts') &&
      ((found.kind === 'file' && !reaches(found, 'scripts')) ||
        (!runsAfterSetUp(found.from) &&
          (found.kind === 'package' || (found.kind === 'file' && runsAfterSetUp(found.to))))),
  },
  {
    name: 'imports-say-what',
    says: 'an import names its target in plain words, so that these rules can read it',
    isBrokenBy: (found) => found.kind === 'computed' && !['test', 'bench'].includes(roomOf(found.from)),
  },
  {
    name: 'imports-exist',
    says: 'a relative import names a file that is there, with its extension',
    isBrokenBy: (found) => found.kind === 'missing',
  },
];

/** @param {string} path @returns {boolean} true for a file that stands in no room of the house */
export const isHomeless = (path) =>
  roomOf(path) !== '' &&
  (!rooms.includes(roomOf(path)) || (roomOf(path) === 'src' && folderOf(path) !== '' && !isLayer(path)));
