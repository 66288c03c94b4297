import { closeSync, mkdirSync, openSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { root, say } from './repository.js';

// Two starts in one clone must not install into node_modules at the same time.
const folder = join(root, 'build');
const path = join(folder, 'set-up.lock');
/** Milliseconds between the holder's touches, and after how long without one the lock is taken away. */
const heartbeat = 1_000;
const staleAfter = 15_000;

/**
 * Does the work while no other process of this clone does such work.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withSetUpLock(work) {
  mkdirSync(folder, { recursive: true });
  for (let told = false; !take(); told = true) {
    if (!told) say('Another start is setting up this folder; waiting for it.');
    if (age(path) > staleAfter) dropStale();
    else await wait(200);
  }
  const beat = setInterval(() => unlessGone(() => utimesSync(path, new Date(), new Date())), heartbeat);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    rmSync(path, { force: true });
  }
}

function take() {
  try {
    closeSync(openSync(path, 'wx'));
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** A rename lets only one of the waiting processes drop the lock; who caught a fresh one puts it back. */
function dropStale() {
  const aside = `${path}.${process.pid}`;
  unlessGone(() => renameSync(path, aside));
  if (age(aside) > staleAfter) rmSync(aside);
  else unlessGone(() => renameSync(aside, path));
}

/** @param {string} file @returns {number} milliseconds since it was touched; 0 if it is gone */
const age = (file) => {
  const facts = statSync(file, { throwIfNoEntry: false });
  return facts === undefined ? 0 : Date.now() - facts.mtimeMs;
};

/** @param {() => void} work */
function unlessGone(work) {
  try {
    work();
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

/** @param {unknown} error */
const codeOf = (error) => (error instanceof Error && 'code' in error ? error.code : undefined);
