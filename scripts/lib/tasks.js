import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureApp } from './app-build.js';
import { ensureDisplay, ensureElectron, sandboxArguments } from './electron-runtime.js';
import { environment, findNode, runNode } from './node-24.js';
import { ensureNodeModules } from './node-modules.js';
import { ensurePackage } from './package-build.js';
import { ensurePeers } from './peers.js';
import { root, say, SetUpError } from './repository.js';
import { runProgram } from './run-program.js';
import {
  ensureElectronPackages,
  ensureKeyringPackages,
  ensureModelChecker,
  ensureSoundPackages,
} from './system-packages.js';

/** @typedef {(parameters: string[]) => Promise<number>} Task gives the exit code */

const terminal = join(root, 'src', 'cli', 'main.ts');
const servers = join(root, 'local-servers', 'cli', 'main.ts');

/** @type {ReadonlyMap<string, Task>} */
export const tasks = new Map([
  ['set-up', setUp],
  ['ready', ready],
  ['demo', demo],
  ['dev', dev],
  ['test', test],
  ['bench', bench],
  ['adversary', adversary],
  ['model', model],
  ['app', app],
  ['package', packageForThisSystem],
  ['terminal', terminalWithScreen],
  ['electron', electron],
  ['naviterm', naviterm],
  ['naviterm-server', (parameters) => start(servers, parameters)],
]);

async function setUp() {
  await ensureNodeModules();
  findNode();
  if (await ensureKeyringPackages('welcome')) say('Everything is installed.');
  return 0;
}

/** Before a check: what it runs on is there. @type {Task} */
async function ready() {
  await ensureNodeModules();
  findNode();
  return 0;
}

/** @param {string} module @param {string[]} parameters */
async function start(module, parameters) {
  await ensureNodeModules();
  return runNode([module, ...parameters]);
}

/** In a checkout, the terminal is the demo's where the demo has run and nothing else is said; it brings the servers. @type {Task} */
async function naviterm(parameters) {
  preferDemoTerminal(['terminal', join('words', 'terminal')]);
  process.env['NAVITERM_SERVERS'] ??= servers;
  return start(terminal, parameters);
}

/** Where nothing else is said, the first of these that the demo has left. @param {string[]} folders */
function preferDemoTerminal(folders) {
  const found = folders
    .map((folder) => join(root, 'demo-output', folder))
    .find((folder) => existsSync(join(folder, 'terminal.json')));
  if (found !== undefined) process.env['NAVITERM_HOME'] ??= found;
}

/** Builds the terminal with a screen, where its sources have changed, and sees that there is an Electron. @type {Task} */
async function app() {
  await ensureNodeModules();
  await ensureElectronPackages({ display: display() });
  const program = await ensureElectron();
  say(`Electron: ${program}`);
  say(`Application: ${await ensureApp(program)}`);
  return 0;
}

/** The unpacked package: the terminal with a screen, and all that it needs. @type {Task} */
async function packageForThisSystem() {
  await ensureNodeModules();
  await ensureElectronPackages({ display: display() });
  say(`Package: ${await ensurePackage()}`);
  return 0;
}

const display = () => (process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'] ? 'none' : 'virtual');

/** The terminal with a screen; as `naviterm` does, it takes the demo's where nothing else is said. @type {Task} */
async function terminalWithScreen(parameters) {
  await ensureNodeModules();
  await ensureElectronPackages({ display: display() });
  ensureDisplay();
  await ensureKeyringPackages('welcome');
  preferDemoTerminal(['terminal']);
  const program = await ensureElectron();
  const folder = await ensureApp(program);
  return runProgram(program, [...sandboxArguments(), folder, ...parameters.filter((one) => one !== '--')], {
    env: { ...environment(), NAVITERM_NODE: findNode() },
  });
}

/** That Electron with any arguments. @type {Task} */
async function electron(parameters) {
  await ensureNodeModules();
  await ensureElectronPackages({ display: display() });
  return runProgram(await ensureElectron(), [...sandboxArguments(), ...parameters], { env: environment() });
}

/** The demo and the servers and terminals that it starts end together. @type {Task} */
async function demo(parameters) {
  await ensureNodeModules();
  await ensureKeyringPackages('welcome');
  const inWords = parameters.some((one) => one === '--words' || one === '--help');
  const screen = inWords ? [] : await screenOfDemo(parameters.includes('--headless'));
  return runNode([join(root, 'demo', 'main.ts'), ...screen, ...parameters], {
    ownGroup: process.platform !== 'win32',
  });
}

/** @param {boolean} headless @returns {Promise<string[]>} what starts the terminal with a screen; nothing where none can be had */
async function screenOfDemo(headless) {
  try {
    await ensureElectronPackages({ display: headless ? 'virtual' : display() });
    const program = await ensureElectron();
    const application = await ensureApp(program);
    const switches = sandboxArguments().map((one) => `--switch=${one}`);
    return ['--electron', program, '--application', application, ...switches];
  } catch (error) {
    if (!(error instanceof SetUpError)) throw error;
    say(`${error.message}\nThe terminal has no screen here: telling the story in words.`);
    return [];
  }
}

/** The servers, started again whenever one of their files changes. @type {Task} */
async function dev(parameters) {
  await ensureNodeModules();
  if (parameters.length === 0 && !existsSync('naviterm-data')) {
    say('No installation in ./naviterm-data yet: making one.');
    const code = await runProgram(findNode(), [servers, 'init'], { env: environment() });
    if (code !== 0) return code;
  }
  return runNode(['--watch', '--watch-preserve-output', servers, 'run', ...parameters]);
}

/** The tests, beside a keyring of their own. @type {Task} */
async function test(parameters) {
  await ensureNodeModules();
  await ensureKeyringPackages('needed');
  await ensureModelChecker();
  if (process.platform === 'linux') await ensureElectronPackages({ display: 'virtual' });
  if (process.platform === 'linux') await ensureSoundPackages();
  const vitest = [findNode(), join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', ...parameters];
  if (process.platform !== 'linux') return runNode(vitest.slice(1));
  const keyring = mkdtempSync(join(tmpdir(), 'naviterm-keyring-'));
  try {
    return await runProgram(join(root, 'scripts', 'keyring-session.sh'), [keyring, ...vitest], {
      env: environment(),
      stdio: ['ignore', 'inherit', 'inherit'],
      ownGroup: true,
    });
  } finally {
    rmSync(keyring, { recursive: true, force: true });
  }
}

/** Verifies the models of the protocol. @type {Task} */
async function model(parameters) {
  await ensureNodeModules();
  await ensureModelChecker();
  return runNode([join(root, 'model', 'main.ts'), ...parameters]);
}

/** Attacks on the protocol from the middle of the network. @type {Task} */
async function adversary(parameters) {
  await ensureNodeModules();
  return runNode([join(root, 'test', 'adversary', 'main.ts'), ...parameters]);
}

/** One measurement by its folder's name, or the list of them. @type {Task} */
async function bench([name, ...parameters]) {
  const folder = join(root, 'bench');
  const module = join(folder, name ?? '', 'main.ts');
  if (name !== undefined && existsSync(module)) {
    await ensureNodeModules();
    await ensurePeers(join(folder, name));
    return runNode([module, ...parameters]);
  }
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) =>
    existsSync(join(folder, entry.name, 'main.ts')),
  );
  const list = names.map((entry) => entry.name).join(', ') || 'none yet';
  if (name !== undefined) throw new SetUpError(`No measurement is called ${name}. There are: ${list}`);
  say(`npm run bench -- NAME, where NAME is one of: ${list}`);
  return 0;
}
