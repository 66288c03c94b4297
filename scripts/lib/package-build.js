import { join } from 'node:path';
import { ensureApp } from './app-build.js';
import { ensureElectron } from './electron-runtime.js';
import { environment, findNode } from './node-24.js';
import { root, SetUpError } from './repository.js';
import { runProgram } from './run-program.js';

/** What a package carries for the demo in it. */
export const packagedRegions = ['montevideo', 'world'];

const programs = new Map([
  ['win32', 'Naviterm.exe'],
  ['darwin', 'Naviterm.app/Contents/MacOS/Naviterm'],
]);

/** The unpacked package for this system, and what is started in it. */
export const unpackedPackage = {
  folder: join(root, 'build', 'package', `${process.platform}-unpacked`),
  program: programs.get(process.platform) ?? 'naviterm',
};

/**
 * Makes the package where something that it is made of has changed, and looks through it in any case.
 * @returns {Promise<string>} its folder
 * @throws {SetUpError} if it cannot be made, or is not what it shall be
 */
export async function ensurePackage() {
  const electron = await ensureElectron();
  await ensureApp(electron);
  await run('The maps for the package could not be made', [
    join(root, 'cartography', 'build.ts'),
    ...packagedRegions,
    '--missing',
    '--out',
    join(root, 'build', 'regions'),
  ]);
  await run('The package could not be made', [join(root, 'scripts', 'package', 'main.js'), electron]);
  return unpackedPackage.folder;
}

/** @param {string} failure @param {string[]} parameters Node's */
async function run(failure, parameters) {
  const code = await runProgram(findNode(), parameters, { cwd: root, stdio: ['ignore', 2, 2], env: environment() });
  if (code !== 0) throw new SetUpError(`${failure}; the words above say why.`);
}
