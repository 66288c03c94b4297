import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { constants } from 'node:os';

/** @type {NodeJS.Signals[]} */
const passedOn = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a program to its end and passes signals on to it, so that it never outlives this process.
 * @param {string} program
 * @param {readonly string[]} parameters
 * @param {object} [options]
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {string} [options.cwd]
 * @param {import('node:child_process').StdioOptions} [options.stdio] `inherit` unless told
 * @param {boolean} [options.ownGroup] in a process group of its own, which is ended as a whole: for programs that
 *   leave children behind when they are told to end; such a program cannot read from the terminal
 * @returns {Promise<number>} its exit code; 128 and the signal's number if a signal ended it
 */
export async function runProgram(program, parameters, { env, cwd, stdio = 'inherit', ownGroup = false } = {}) {
  const child = spawn(program, parameters, {
    stdio,
    detached: ownGroup,
    ...(env === undefined ? {} : { env }),
    ...(cwd === undefined ? {} : { cwd }),
  });
  /** @param {NodeJS.Signals} signal */
  const end = (signal) => {
    if (child.pid === undefined) return;
    // The terminal tells Ctrl-C to the whole group that is in front: passed on again, it would count as a second one.
    if (!ownGroup && signal === 'SIGINT' && atTerminal()) return;
    if (ownGroup) endGroup(child.pid, signal);
    else child.kill(signal);
  };
  for (const signal of passedOn) process.on(signal, end);
  const stopWatching = whenNpmEnds(() => end('SIGTERM'));
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
    });
  } finally {
    stopWatching();
    for (const signal of passedOn) process.off(signal, end);
    if (ownGroup && child.pid !== undefined) endGroup(child.pid, 'SIGTERM');
  }
}

/** Whether npm started this process, by way of a shell. */
export const startedByNpm = process.env['npm_lifecycle_event'] !== undefined;

/**
 * npm passes SIGTERM on to its shell, which ends and tells nobody: that this process has another parent then is the sign.
 * @param {() => void} act
 * @returns {() => void} ends the watch
 */
function whenNpmEnds(act) {
  if (!startedByNpm) return () => undefined;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    act();
  }, 250);
  return () => clearInterval(watch);
}

/** @param {number} leader @param {NodeJS.Signals} signal */
function endGroup(leader, signal) {
  try {
    process.kill(-leader, signal);
  } catch (error) {
    // Nobody of the group is left.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** Whether this process belongs to a terminal, wherever its input and output go. */
function atTerminal() {
  try {
    closeSync(openSync('/dev/tty', 'r'));
    return true;
  } catch {
    return false;
  }
}
