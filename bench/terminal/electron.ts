import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { loadCore, onCores, testedCore } from '../kit/cores.ts';
import { Page } from './page.ts';
import { treeMemory } from './tree-memory.ts';

/** What is started. */
export interface Program {
  readonly electron: string;
  readonly parameters: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Seconds. */
const startWithin = 60;
const endWithin = 15;
/** Milliseconds that a start is left alone for: whoever looks at a page takes time from it, and its marks stay. */
const leftAloneFor = 2_500;

/** A program on Electron that runs. */
export interface Running {
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** What it says on standard error, once it matches. @returns the first group */
  readonly said: (pattern: RegExp) => Promise<string>;
  readonly page: () => Promise<Page>;
  /** Bytes that all of its processes hold together, what they share counted once. */
  readonly memory: () => number;
  readonly stop: () => Promise<void>;
}

/** Starts a program; both cores are its own to use. */
export function startElectron({ electron, parameters, environment }: Program): Running {
  const startedAt = performance.timeOrigin + performance.now();
  const [taskset = '', ...cores] = onCores([testedCore, loadCore]);
  const child = spawn(taskset, [...cores, electron, '--remote-debugging-port=0', ...parameters], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...environment },
  });
  let words = '';
  const listeners = new Set<() => void>();
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    words += text;
    for (const listener of listeners) listener();
  });
  const said = (pattern: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const late = setTimeout(
        () => reject(new Error(`not said: ${String(pattern)}; but: ${words.slice(-2000)}`)),
        startWithin * 1000,
      );
      const listener = () => {
        const found = pattern.exec(words)?.[1];
        if (found === undefined) return;
        clearTimeout(late);
        listeners.delete(listener);
        resolve(found);
      };
      listeners.add(listener);
      listener();
    });
  let opened: Promise<Page> | undefined;
  return {
    startedAt,
    said,
    page: () =>
      (opened ??= said(/DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)\//).then(async (port) => {
        await new Promise((resolve) => setTimeout(resolve, leftAloneFor));
        return Page.of(Number(port));
      })),
    memory: () => treeMemory(child.pid ?? 0),
    stop: async () => {
      (await opened)?.close();
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), endWithin * 1000);
      await ended;
      clearTimeout(late);
    },
  };
}
