import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root, SetUpError } from './repository.js';
import { runProgram, startedByNpm } from './run-program.js';

const needed = 24;

/**
 * The Node that runs Naviterm: this one if it is new enough, otherwise the one that npm installed.
 * @returns {string} path of the program
 * @throws {SetUpError} where there is none for this system
 */
export function findNode() {
  if (Number(process.versions.node.split('.')[0]) >= needed) return process.execPath;
  const installed = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  if (existsSync(installed)) return installed;
  throw new SetUpError(
    `Naviterm runs on Node ${needed} or newer; this is ${process.version} on ${process.platform} ${process.arch}.\n` +
      (process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch)
        ? 'Node 24 comes with the optional npm packages, which are not installed: run `npm ci --include=optional`.'
        : 'npm has no Node 24 for this system. Install Node 24 or newer from https://nodejs.org/ and start again.'),
  );
}

/** @returns {NodeJS.ProcessEnv} with that Node and the packages' programs found first */
export function environment() {
  const path = [dirname(findNode()), join(root, 'node_modules', '.bin'), process.env['PATH'] ?? ''];
  return { ...process.env, PATH: path.join(process.platform === 'win32' ? ';' : ':') };
}

/**
 * Runs a module under that Node, in place of this process where the system can do that and nobody has to be watched.
 * @param {readonly string[]} parameters Node's options, the module and its arguments
 * @param {{ ownGroup?: boolean }} [options] see runProgram
 * @returns {Promise<number>} exit code
 */
export async function runNode(parameters, { ownGroup = false } = {}) {
  const node = findNode();
  const mayReplace = process.platform !== 'win32' && !startedByNpm && !ownGroup;
  if (mayReplace && process.execve !== undefined) process.execve(node, [node, ...parameters], environment());
  return runProgram(node, parameters, { env: environment(), ownGroup });
}
