import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { onCore, testedCore } from './cores.ts';

/** Linux counts a process's CPU time in hundredths of a second (USER_HZ). */
const ticksPerSecond = 100;
const startSeconds = 60;
const stopSeconds = 10;

/** How much CPU a side has used so far. */
export interface ProcessCpu {
  seconds(): number;
}

/** A server that runs until it is stopped. */
export interface RunningProcess extends ProcessCpu {
  readonly stop: () => Promise<void>;
}

export interface ProcessOptions {
  readonly command: readonly string[];
  /** Any core where absent. */
  readonly core?: number;
  readonly environment?: Readonly<Record<string, string>>;
  readonly folder?: string;
  /** Whether it is ready, from what it printed on standard output so far; or a question asked again and again. */
  readonly isReady: (printed: string) => boolean | Promise<boolean>;
}

/** Starts a program in production mode and waits until it is ready. @throws Error with its last words */
export async function startProcess(options: ProcessOptions): Promise<RunningProcess> {
  const { command, core, environment, folder, isReady } = options;
  const [program = '', ...parameters] = core === undefined ? command : [...onCore(core), ...command];
  const child = spawn(program, parameters, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production', ...profiling(core), ...environment },
    ...(folder === undefined ? {} : { cwd: folder }),
  });
  let printed = '';
  let words = '';
  let failure: Error | undefined;
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed = (printed + text).slice(-100_000)));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-4_000)));
  child.on('error', (error) => (failure = error));
  const deadline = performance.now() + startSeconds * 1000;
  while (!(await isReady(printed))) {
    const ended = failure ?? (hasEnded(child) ? `ended with ${child.exitCode ?? child.signalCode}` : undefined);
    const late = performance.now() > deadline ? `was not ready after ${startSeconds} s` : undefined;
    if (ended !== undefined || late !== undefined) {
      child.kill('SIGKILL');
      throw new Error(`${command.join(' ')} ${String(ended ?? late)}: ${words.trim()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return { seconds: () => cpuSeconds(child.pid ?? 0), stop: () => stop(child) };
}

/** With the variable NAVITERM_BENCH_PROFILE, Node's CPU profiles of what is under test go into that folder. */
function profiling(core: number | undefined): Readonly<Record<string, string>> {
  const folder = process.env['NAVITERM_BENCH_PROFILE'];
  if (folder === undefined || core !== testedCore) return {};
  return { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${folder}` };
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

async function stop(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), stopSeconds * 1000);
  await ended;
  clearTimeout(late);
}

/** CPU seconds of a process and of its children that run (nginx works in one). */
export function cpuSeconds(pid: number): number {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );
  const [own = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').slice(-1);
  // proc(5): utime and stime are fields 14 and 15; the third is the first behind the name.
  const [user = 0, system = 0] = own.split(' ').slice(11, 13).map(Number);
  return (user + system) / ticksPerSecond + children.reduce((sum, child) => sum + cpuSeconds(child), 0);
}
