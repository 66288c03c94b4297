import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { say, SetUpError } from './repository.js';
import { runProgram } from './run-program.js';
import { withSetUpLock } from './set-up-lock.js';
import { ensurePrograms } from './system-packages.js';

/**
 * Sees that what a measurement runs beside the product is there: the programs that `peers/programs.json` names, and the
 * npm packages of `peers/package-lock.json`, in a node_modules of their own.
 * @param {string} question its folder
 * @throws {SetUpError} if something cannot be installed
 */
export async function ensurePeers(question) {
  const folder = join(question, 'peers');
  const list = join(folder, 'programs.json');
  if (existsSync(list)) {
    /** @type {string[]} */
    const programs = JSON.parse(readFileSync(list, 'utf8'));
    await ensurePrograms(programs);
  }
  if (!existsSync(join(folder, 'package-lock.json'))) return;
  if (!isCurrent(folder)) await withSetUpLock(async () => void (isCurrent(folder) || (await install(folder))));
}

/** @param {string} folder */
const stampOf = (folder) => join(folder, 'node_modules', '.naviterm-set-up');

/** @param {string} folder */
const hashOf = (folder) =>
  createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex');

/** @param {string} folder */
const isCurrent = (folder) =>
  existsSync(stampOf(folder)) && readFileSync(stampOf(folder), 'utf8') === `${hashOf(folder)}\n`;

/** @param {string} folder */
async function install(folder) {
  say('Installing what the measurement runs beside Naviterm …');
  const parameters = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline'];
  const code = await runProgram('npm', parameters, { cwd: folder, stdio: ['ignore', 2, 2] });
  if (code !== 0) throw new SetUpError(`npm ci in ${folder} ended with code ${code}. Is the network reachable?`);
  writeFileSync(stampOf(folder), `${hashOf(folder)}\n`);
}
