import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { say, SetUpError } from './repository.js';
import { runProgram } from './run-program.js';
import { withSetUpLock } from './set-up-lock.js';

/** @typedef {{ debian: string, isThere: () => boolean }} Wanted a Debian package, and whether what it brings is there */

/** What Naviterm wants of a Linux system for a keyring. */
const keyring = [
  {
    debian: 'libsecret-1-0',
    isThere: () => libraryFolders().some((folder) => existsSync(join(folder, 'libsecret-1.so.0'))),
  },
  { debian: 'dbus', isThere: () => onPath('dbus-run-session') },
  { debian: 'gnome-keyring', isThere: () => onPath('gnome-keyring-daemon') },
];

const libraryFolders = () => {
  const triplet = process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu';
  return [`/usr/lib/${triplet}`, '/usr/lib64', '/usr/lib'];
};

/** @param {string} program */
const onPath = (program) => (process.env['PATH'] ?? '').split(':').some((folder) => existsSync(join(folder, program)));

/**
 * Sees that the system has what a keyring needs.
 * @param {'needed' | 'welcome'} how whether to stop without it
 * @returns {Promise<boolean>} whether it is there now
 * @throws {SetUpError} if it is needed and not there
 */
export async function ensureKeyringPackages(how) {
  const words = await ensure(keyring, "a keyring keeps the terminal's secrets");
  if (words === undefined) return true;
  if (how === 'needed') throw new SetUpError(words);
  say(`${words}\nGoing on without it.`);
  return false;
}

/** @param {string} name of a shared library */
const library = (name) => libraryFolders().some((folder) => existsSync(join(folder, name)));

/** What Electron is linked against and Debian's smallest systems lack. */
const electron = [
  { debian: 'libgtk-3-0', isThere: () => library('libgtk-3.so.0') },
  { debian: 'libnss3', isThere: () => library('libnss3.so') },
  { debian: 'libasound2', isThere: () => library('libasound.so.2') },
  { debian: 'libgbm1', isThere: () => library('libgbm.so.1') },
];

/** A display without a screen. */
const display = [
  { debian: 'xvfb', isThere: () => onPath('xvfb-run') },
  { debian: 'xauth', isThere: () => onPath('xauth') },
];

/**
 * Sees that the system has what Electron needs.
 * @param {{ display: 'none' | 'virtual' }} options whether it shall also run without a screen
 * @throws {SetUpError} if something is not there
 */
export async function ensureElectronPackages(options) {
  const wanted = options.display === 'virtual' ? [...electron, ...display] : electron;
  const words = await ensure(wanted, 'the terminal with a screen runs on them');
  if (words !== undefined) throw new SetUpError(words);
}

/** A sound server, and what writes down what is heard. */
const sound = [
  { debian: 'pulseaudio', isThere: () => onPath('pulseaudio') },
  { debian: 'pulseaudio-utils', isThere: () => onPath('parec') },
];

/**
 * Sees that the system has what tests of the voice listen with.
 * @throws {SetUpError} if it is not there
 */
export async function ensureSoundPackages() {
  const words = await ensure(sound, 'tests hear what the terminal says');
  if (words !== undefined) throw new SetUpError(words);
}

/** SPIN writes each search as a C program. */
const modelChecker = [
  { debian: 'spin', isThere: () => onPath('spin') },
  { debian: 'gcc', isThere: () => onPath('cc') },
  { debian: 'libc6-dev', isThere: () => existsSync('/usr/include/stdio.h') },
];

/**
 * Sees that the system has the model checker SPIN and a C compiler.
 * @throws {SetUpError} if they are not there
 */
export async function ensureModelChecker() {
  const words = await ensure(modelChecker, 'SPIN checks the models of the protocol');
  if (words !== undefined) throw new SetUpError(words);
}

/**
 * Sees that programs are there that a measurement runs.
 * @param {readonly string[]} programs each of the same name as its Debian package
 * @throws {SetUpError} if one is not there
 */
export async function ensurePrograms(programs) {
  const wanted = programs.map((name) => ({ debian: name, isThere: () => onPath(name) }));
  const words = await ensure(wanted, 'the measurement runs them');
  if (words !== undefined) throw new SetUpError(words);
}

/**
 * Installs what is missing on Debian and its kin as root.
 * @param {readonly Wanted[]} wanted
 * @param {string} why
 * @returns {Promise<string | undefined>} what is still missing, and what to do, in words
 */
async function ensure(wanted, why) {
  const missing = () => wanted.filter(({ isThere }) => !isThere()).map(({ debian }) => debian);
  if (process.platform !== 'linux' || missing().length === 0) return undefined;
  const canInstall = existsSync('/etc/debian_version') && onPath('apt-get') && process.getuid?.() === 0;
  if (canInstall) await withSetUpLock(async () => void (missing().length === 0 || (await install(missing()))));
  const left = missing();
  return left.length === 0 ? undefined : `Not installed: ${left.join(', ')} (${why}).\n${advice(left)}`;
}

/** @param {readonly string[]} packages */
const advice = (packages) =>
  existsSync('/etc/debian_version')
    ? `Run: sudo apt-get update && sudo apt-get install --yes ${packages.join(' ')}`
    : `Install what your system has in place of Debian's ${packages.join(', ')}.`;

/** @param {readonly string[]} packages */
async function install(packages) {
  say(`Installing Debian packages: ${packages.join(', ')} …`);
  const limits = ['-o', 'Acquire::http::Timeout=20', '-o', 'Acquire::Retries=2', '-o', 'DPkg::Lock::Timeout=120'];
  const steps = [
    ['update', '--quiet=2', ...limits],
    ['install', '--quiet=2', '--yes', '--no-install-recommends', ...limits, ...packages],
  ];
  for (const parameters of steps) {
    const code = await runProgram('apt-get', parameters, {
      stdio: ['ignore', 2, 2],
      // RUNLEVEL 1: what is a service on Debian is installed without being started.
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
    });
    if (code !== 0) say(`apt-get ${parameters[0]} ended with code ${code}.`);
  }
}
