import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** The side under test runs on this core, alone; the other one does nothing meanwhile. */
export const testedCore = 0;
/** The load, whoever makes it. */
export const loadCore = 1;

/** @throws Error where there are not two cores, or `taskset` is missing */
export function checkCores(): void {
  if (process.platform !== 'linux') throw new Error('the measurements need Linux: they pin processes to cores');
  if (availableParallelism() < 2) {
    throw new Error('the measurements need two cores: one for the server under test, one for the load');
  }
  try {
    execFileSync('taskset', ['--version'], { stdio: 'ignore' });
  } catch (cause) {
    throw new Error('there is no taskset; it comes with the package util-linux', { cause });
  }
}

/** What a program is started by to run on one core, with all its threads. */
export const onCore = (core: number): readonly string[] => ['taskset', '--cpu-list', String(core)];

/** Moves this process with all its threads. */
export function moveToCore(core: number): void {
  const parameters = ['--all-tasks', '--pid', '--cpu-list', String(core), String(process.pid)];
  execFileSync('taskset', parameters, { stdio: 'ignore' });
}
