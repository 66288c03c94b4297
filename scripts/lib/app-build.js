import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { environment, findNode } from './node-24.js';
import { root, SetUpError } from './repository.js';
import { runProgram } from './run-program.js';
import { withSetUpLock } from './set-up-lock.js';

/** Where the built application lies: what Electron is started with. */
export const appFolder = join(root, 'build', 'app');

/** What each part is made of. */
const sources = {
  main: ['main', 'src', 'scripts/build', 'package.json', 'package-lock.json'],
  renderer: ['renderer', 'src', 'scripts/build', 'package.json', 'package-lock.json'],
};

/**
 * Builds what has changed since it was built last, told by the content of its sources.
 * @returns {Promise<string>} the folder
 * @throws {SetUpError} if it cannot be built
 */
export async function ensureApp() {
  if (stale().length > 0) await withSetUpLock(build);
  return appFolder;
}

async function build() {
  const parts = stale();
  if (parts.length === 0) return;
  const named = parts.map(({ name, hash }) => `${name}=${hash}`);
  const code = await runProgram(findNode(), [join(root, 'scripts', 'build', 'main.js'), ...named], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    env: environment(),
  });
  if (code !== 0) throw new SetUpError('The application could not be built; the words above say why.');
}

function stale() {
  return Object.entries(sources)
    .map(([name, paths]) => ({ name, hash: hashOf(paths) }))
    .filter(({ name, hash }) => {
      const stamp = join(appFolder, `${name}.stamp`);
      return !existsSync(stamp) || readFileSync(stamp, 'utf8') !== hash;
    });
}

/** @param {readonly string[]} paths @returns {string} of all files' names and contents */
function hashOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths.flatMap((one) => filesIn(join(root, one)))) {
    hash.update(`${relative(root, path)}\0`);
    hash.update(createHash('sha256').update(readFileSync(path)).digest());
  }
  return hash.digest('hex');
}

/** @param {string} path of a folder or a file @returns {string[]} */
function filesIn(path) {
  if (!existsSync(path)) return [];
  const entries = readdirSafely(path);
  if (entries === undefined) return [path];
  return entries
    .filter(({ name }) => name !== 'node_modules')
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesIn(join(path, entry.name)) : [join(path, entry.name)]));
}

/** @param {string} path @returns {import('node:fs').Dirent[] | undefined} undefined for a file */
function readdirSafely(path) {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return undefined;
    throw error;
  }
}
