import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { say, SetUpError } from './repository.js';
import { runProgram } from './run-program.js';
import { withSetUpLock } from './set-up-lock.js';

/** What Naviterm wants of a Linux system for a keyring, and the Debian package that brings it. */
const wanted = [
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
 * Sees that the system has what a keyring needs: installs it on Debian and its kin as root, and otherwise says how.
 * @param {'needed' | 'welcome'} how whether to stop without it
 * @returns {Promise<boolean>} whether it is there now
 * @throws {SetUpError} if it is needed and not there
 */
export async function ensureKeyringPackages(how) {
  if (process.platform !== 'linux' || missing().length === 0) return true;
  const canInstall = existsSync('/etc/debian_version') && onPath('apt-get') && process.getuid?.() === 0;
  if (canInstall) await withSetUpLock(async () => void (missing().length === 0 || (await install())));
  const left = missing();
  if (left.length === 0) return true;
  const words = `Not installed: ${left.join(', ')} (a keyring keeps the terminal's secrets).\n${advice(left)}`;
  if (how === 'needed') throw new SetUpError(words);
  say(`${words}\nGoing on without it.`);
  return false;
}

const missing = () => wanted.filter(({ isThere }) => !isThere()).map(({ debian }) => debian);

/** @param {readonly string[]} packages */
const advice = (packages) =>
  existsSync('/etc/debian_version')
    ? `Run: sudo apt-get update && sudo apt-get install --yes ${packages.join(' ')}`
    : "Install your system's packages that bring libsecret-1.so.0, dbus-run-session and gnome-keyring-daemon.";

async function install() {
  const packages = missing();
  say(`Installing Debian packages: ${packages.join(', ')} …`);
  const limits = ['-o', 'Acquire::http::Timeout=20', '-o', 'Acquire::Retries=2', '-o', 'DPkg::Lock::Timeout=120'];
  const steps = [
    ['update', '--quiet=2', ...limits],
    ['install', '--quiet=2', '--yes', '--no-install-recommends', ...limits, ...packages],
  ];
  for (const parameters of steps) {
    const code = await runProgram('apt-get', parameters, {
      stdio: ['ignore', 2, 2],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    if (code !== 0) say(`apt-get ${parameters[0]} ended with code ${code}.`);
  }
}
