import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, say, SetUpError } from './repository.js';
import { runProgram } from './run-program.js';
import { withSetUpLock } from './set-up-lock.js';

const folder = join(root, 'node_modules');
const stamp = join(folder, '.naviterm-set-up');
const installed = join(folder, '.package-lock.json');

/**
 * Sees that node_modules holds what package-lock.json says, and installs it where it does not.
 * @throws {SetUpError} if npm cannot install
 */
export async function ensureNodeModules() {
  if (!isCurrent()) await withSetUpLock(async () => void (isCurrent() || (await install())));
  linkPrograms();
}

/** A stamp with the lock's hash tells at once; without one, npm's own record of what it installed does. */
function isCurrent() {
  const lock = readFileSync(join(root, 'package-lock.json'));
  const hash = `${createHash('sha256').update(lock).digest('hex')} ${process.platform} ${process.arch}\n`;
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return true;
  if (!existsSync(installed)) return false;
  const wanted = packagesOf(lock);
  const present = packagesOf(readFileSync(installed));
  const current = Object.entries(wanted).every(([path, { version, integrity, optional }]) => {
    const there = present[path];
    // Optional packages are there for one platform only.
    if (there === undefined) return path === '' || optional === true;
    return there.version === version && there.integrity === integrity;
  });
  if (current) writeFileSync(stamp, hash);
  return current;
}

/** @typedef {Record<string, { version?: string, integrity?: string, optional?: boolean }>} Packages */

/** @param {Buffer} text of a lock @returns {Packages} */
function packagesOf(text) {
  /** @type {{ packages: Packages }} */
  const lock = JSON.parse(text.toString('utf8'));
  return lock.packages;
}

async function install() {
  say('Installing the npm packages of package-lock.json into node_modules (about a minute, once) …');
  // What a broken-off installation left is not to be taken for a whole one.
  rmSync(stamp, { force: true });
  rmSync(installed, { force: true });
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const progress = setInterval(() => say(`  still installing, ${seconds()} s`), 10_000);
  try {
    const code = await runProgram(
      'npm',
      ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline'],
      {
        cwd: root,
        stdio: ['ignore', 2, 2],
        env: { ...process.env, NODE_ENV: 'development' },
      },
    );
    if (code !== 0)
      throw new SetUpError(`npm ci ended with code ${code}; its words are above. Is the network reachable?`);
  } catch (error) {
    if (error instanceof SetUpError) throw error;
    throw new SetUpError('npm was not found. Install Node 24 or newer from nodejs.org, which brings npm.');
  } finally {
    clearInterval(progress);
  }
  if (!isCurrent())
    throw new SetUpError('npm ci ended well, but node_modules does not hold what package-lock.json names.');
  say(`Installed in ${seconds()} s.`);
}

/**
 * Links what npm leaves out: this package's own programs, where `npx naviterm` looks first, and, with npm 10, the Node
 * that `npm run` is to find first.
 */
function linkPrograms() {
  if (process.platform === 'win32') return;
  const installedNode = `node-${process.platform}-${process.arch}/bin/node`;
  const links = {
    naviterm: '../../scripts/bin/naviterm.js',
    'naviterm-server': '../../scripts/bin/naviterm-server.js',
    ...(existsSync(join(folder, installedNode)) ? { node: `../${installedNode}` } : {}),
  };
  for (const [name, target] of Object.entries(links)) {
    const link = join(folder, '.bin', name);
    if (existsSync(link)) continue;
    // What is left here leads nowhere.
    rmSync(link, { force: true });
    try {
      symlinkSync(target, link);
    } catch (error) {
      // Another start was quicker.
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  }
}
