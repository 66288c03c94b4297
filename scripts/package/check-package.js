import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { unpackedPackage } from '../lib/package-build.js';
import { root } from '../lib/repository.js';
import { wrongFuses } from './fuses.js';

/** Electron's own files on Linux. */
const electron = [
  /^(naviterm|chrome-sandbox|chrome_crashpad_handler)$/,
  /^(icudtl\.dat|resources\.pak|chrome_(100|200)_percent\.pak|snapshot_blob\.bin|v8_context_snapshot\.bin)$/,
  /^lib(EGL|GLESv2|ffmpeg|vk_swiftshader|vulkan)\.so(\.1)?$/,
  /^vk_swiftshader_icd\.json$/,
  /^(LICENSE\.electron\.txt|LICENSES\.chromium\.html|version)$/,
  /^locales\/(en-US|ja)\.pak$/,
];

/** Each kind of file that may be in a package; one that must be is `needed`. */
const resources = [
  { path: /^resources\/app\.asar$/, needed: true },
  {
    path: /^resources\/app\.asar\.unpacked\/node_modules\/keytar\/prebuilds\/linux-(x64|arm64)\/keytar\.node$/,
    needed: true,
  },
  { path: /^resources\/servers\/naviterm-server\.mjs$/, needed: true },
  { path: /^resources\/servers\/portal\/(style\.css|icon\.svg)$/, needed: true },
  { path: /^resources\/servers\/mailbox\/style\.css$/, needed: true },
  { path: /^resources\/servers\/node_modules\/better-sqlite3\/package\.json$/, needed: true },
  {
    path: /^resources\/servers\/node_modules\/better-sqlite3\/lib\/(binding|database|index|sqlite-error|util|methods\/[a-z]+)\.js$/,
    needed: true,
  },
  { path: /^resources\/servers\/node_modules\/better-sqlite3\/prebuilds\/linux-(x64|arm64)\.node$/, needed: true },
  { path: /^resources\/regions\/montevideo\.(json|pmtiles|graph|places)$/, needed: true },
  { path: /^resources\/icon\.png$/, needed: true },
  { path: /^resources\/regions\/world\.(json|pmtiles)$/, needed: true },
];
const node = { path: /^resources\/node\/node$/, needed: true };

/** What the archive holds. */
const archived = [
  { path: /^package\.json$/, needed: true },
  { path: /^LICENCES\.txt$/, needed: true },
  { path: /^main\/(main|navigation-worker|preload-screen|preload-trouble)\.cjs$/, needed: true },
  { path: /^main\/parts\/[\w.-]+\.cjs$/, needed: true },
  { path: /^main\/parts\/[\w.-]+\.cjs\.code$/, needed: true },
  { path: /^renderer\/(index|trouble)\.html$/, needed: true },
  { path: /^renderer\/assets\/[\w.-]+\.(css|js|mjs|svg|woff2|ogg|gz)$/, needed: true },
  {
    path: /^node_modules\/keytar\/(package\.json|lib\/keytar\.js|prebuilds\/linux-(x64|arm64)\/keytar\.node)$/,
    needed: true,
  },
];

/**
 * Looks for what does not belong into a package, for what is missing, and whether its fuses are as they shall be.
 * @param {string} unpacked the package's folder
 * @param {{ withNode: boolean }} wanted
 * @returns {Promise<string[]>} what is wrong
 */
export async function checkPackage(unpacked, { withNode }) {
  const fuses = await wrongFuses(join(unpacked, unpackedPackage.program));
  // What belongs into packages for other systems has to be written down where they are made.
  if (process.platform !== 'linux') return fuses;
  const files = filesIn(unpacked).map((path) => relative(unpacked, path));
  const rules = [...electron.map((path) => ({ path, needed: false })), ...resources, ...(withNode ? [node] : [])];
  const archive = join(unpacked, 'resources', 'app.asar');
  const bundles = [archive, join(unpacked, 'resources', 'servers', 'naviterm-server.mjs')];
  return [
    ...compare(files, rules),
    ...compare(filesInArchive(archive), archived).map((fault) => `app.asar: ${fault}`),
    ...bundles
      .filter(namesRepository)
      .map((path) => `${relative(unpacked, path)} names files of the repository that it was made from`),
    ...fuses,
  ];
}

/** @param {string} path of a file @returns {boolean} whether the machine that it was made on shows in it */
function namesRepository(path) {
  const bytes = readFileSync(path);
  const rooms = ['main', 'renderer', 'src', 'local-servers', 'node_modules'];
  return rooms.some((room) => bytes.includes(join(root, room, '/')));
}

/** @param {string[]} files @param {{ path: RegExp, needed: boolean }[]} rules */
const compare = (files, rules) => [
  ...files.filter((file) => !rules.some(({ path }) => path.test(file))).map((file) => `${file} is foreign`),
  ...rules
    .filter(({ path, needed }) => needed && !files.some((file) => path.test(file)))
    .map(({ path }) => `nothing is like ${path.source}`),
];

/** Bytes. @param {string} folder */
export const sizeOf = (folder) => filesIn(folder).reduce((sum, path) => sum + statSync(path).size, 0);

/** @param {string} folder @returns {string[]} */
const filesIn = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));

/** @typedef {{ files?: Record<string, Entry> }} Entry a folder where it has files */

/** @param {string} archive @returns {string[]} */
function filesInArchive(archive) {
  const file = openSync(archive, 'r');
  try {
    const sizes = Buffer.alloc(16);
    readSync(file, sizes, 0, 16, 0);
    const header = Buffer.alloc(sizes.readUInt32LE(12));
    readSync(file, header, 0, header.length, 16);
    /** @type {Entry} */
    const top = JSON.parse(header.toString('utf8'));
    return namesIn(top, '');
  } finally {
    closeSync(file);
  }
}

/** @param {Entry} entry @param {string} prefix @returns {string[]} */
const namesIn = (entry, prefix) =>
  Object.entries(entry.files ?? {}).flatMap(([name, inner]) =>
    inner.files === undefined ? [prefix + name] : namesIn(inner, `${prefix}${name}/`),
  );
