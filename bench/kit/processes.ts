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

/** Bytes of main memory that a process holds now, and held at most. */
export interface ProcessMemory {
  readonly resident: number;
  readonly peak: number;
}

/** A server that runs until it is stopped. */
export interface RunningProcess extends ProcessCpu {
  readonly memory: () => ProcessMemory;
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
  const pid = child.pid ?? 0;
  return { seconds: () => cpuSeconds(pid), memory: () => memoryOf(pid), stop: () => stop(child) };
}

/** What a program came to that ended by itself. */
export interface FinishedProcess {
  readonly seconds: number;
  readonly peakBytes: number;
}

/** Runs a program to its end, and watches its memory meanwhile. @throws Error with its last words where it fails */
export async function runToEnd(command: readonly string[]): Promise<FinishedProcess> {
  const [program = '', ...parameters] = command;
  const started = performance.now();
  const child = spawn(program, parameters, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-4_000)));
  let peakBytes = 0;
  // The system keeps the highest value itself, so that only what happens after the last look is missed.
  const watch = setInterval(() => (peakBytes = Math.max(peakBytes, memoryOf(child.pid ?? 0).peak)), 50);
  try {
    const code = await new Promise((resolve, reject) => child.once('error', reject).once('exit', resolve));
    if (code !== 0) throw new Error(`${command.join(' ')} ended with ${String(code)}: ${words.trim()}`);
    return { seconds: (performance.now() - started) / 1000, peakBytes };
  } finally {
    clearInterval(watch);
  }
}

/** From proc(5)'s status, in KiB there; nothing of a process that has ended. */
function memoryOf(pid: number): ProcessMemory {
  let status = '';
  try {
    status = readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')))
      throw error;
  }
  const bytes = (name: string) => 1024 * Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1] ?? 0);
  return { resident: bytes('VmRSS'), peak: bytes('VmHWM') };
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
