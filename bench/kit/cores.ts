import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The cores that this process was given, in order: a container may have others than the first. */
const given = process.platform === 'linux' ? coresIn(readFileSync('/proc/self/status', 'utf8')) : [];

/** The side under test runs on this core, alone; the other one does nothing meanwhile. */
export const testedCore = given[0] ?? 0;
/** The load, whoever makes it. */
export const loadCore = given[1] ?? 0;

/** Reads the allowed cores from proc(5)'s status: `Cpus_allowed_list:	0-2,5`. */
export function coresIn(status: string): number[] {
  const [, list = ''] = /^Cpus_allowed_list:\s*([\d,-]+)$/m.exec(status) ?? [];
  return list.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return range === '' ? [] : Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}

/** Why nothing can be measured here, in words; undefined where it can. */
export function obstacle(): string | undefined {
  if (process.platform !== 'linux') return 'The measurements need Linux: they pin processes to cores.';
  if (given.length < 2) return 'The measurements need two cores: one for the server under test, one for the load.';
  try {
    execFileSync('taskset', ['--version'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'There is no taskset; it comes with the package util-linux.';
  }
}

/** What a program is started by to run on one core, with all its threads. */
export const onCore = (core: number): readonly string[] => onCores([core]);

/** The same on several; what is started inherits the cores of this process otherwise. */
export const onCores = (cores: readonly number[]): readonly string[] => ['taskset', '--cpu-list', cores.join(',')];

/** Moves this process with all its threads. */
export function moveToCore(core: number): void {
  const parameters = ['--all-tasks', '--pid', '--cpu-list', String(core), String(process.pid)];
  execFileSync('taskset', parameters, { stdio: 'ignore' });
}
