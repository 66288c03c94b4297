import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashOf } from './content-hash.js';
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
 * @param {string} electron the program that will run it
 * @returns {Promise<string>} the folder
 * @throws {SetUpError} if it cannot be built
 */
export async function ensureApp(electron) {
  if (stale(electron).length > 0) await withSetUpLock(() => build(electron));
  return appFolder;
}

/** @param {string} electron */
async function build(electron) {
  const parts = stale(electron);
  if (parts.length === 0) return;
  const named = parts.map(({ name, hash }) => `${name}=${hash}`);
  const code = await runProgram(findNode(), [join(root, 'scripts', 'build', 'main.js'), electron, ...named], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    env: environment(),
  });
  if (code !== 0) throw new SetUpError('The application could not be built; the words above say why.');
}

/** @param {string} electron the main process is compiled for it */
function stale(electron) {
  return Object.entries(sources)
    .map(([name, paths]) => ({ name, hash: name === 'main' ? `${hashOf(paths)} ${electron}` : hashOf(paths) }))
    .filter(({ name, hash }) => {
      const stamp = join(appFolder, `${name}.stamp`);
      return !existsSync(stamp) || readFileSync(stamp, 'utf8') !== hash;
    });
}
