import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findNode } from '../lib/node-24.js';
import { root, SetUpError } from '../lib/repository.js';

/** What the servers' native module asks of the Node that runs it. */
const neededNodeApi = 10;

/**
 * @typedef {object} Runtime
 * @property {string} folder of the Electron that is packaged
 * @property {string} version of it
 * @property {string | undefined} node a program that is packaged beside it, because its own Node cannot run the servers
 */

/** @param {string} program Electron's @returns {Runtime} */
export function findRuntime(program) {
  const question = "JSON.stringify([process.versions.electron, Number(process.versions.napi ?? '0')])";
  const { stdout, status } = spawnSync(program, ['-p', question], {
    encoding: 'utf8',
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  if (status !== 0) throw new SetUpError(`${program} does not run here.`);
  /** @type {[string, number]} */
  const [version, nodeApi] = JSON.parse(stdout);
  // On a Mac the program lies inside a folder that is an application.
  const folder = process.platform === 'darwin' ? join(program, '..', '..', '..', '..') : dirname(program);
  return { folder, version, node: nodeApi >= neededNodeApi ? undefined : nodeToPackage() };
}

/** The one that package-lock.json names, rather than whichever runs this. */
function nodeToPackage() {
  const installed = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  return existsSync(installed) ? installed : findNode();
}

/** @param {Runtime} runtime */
export const describeRuntime = ({ version, node }) =>
  `Electron ${version}` + (node === undefined ? '' : ', which is too old for the servers and has Node 24 beside it');
