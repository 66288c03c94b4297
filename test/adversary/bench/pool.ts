import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { ClassResult } from './run-class.ts';
import type { Report, Task } from './worker.ts';

const program = fileURLToPath(new URL('worker.ts', import.meta.url));
const processCeiling = 4;

/**
 * Runs tasks in processes of their own, as many at a time as there are processors.
 * @throws what a task throws that is no finding: then the bench itself is broken
 */
export async function runTasks(
  tasks: readonly Task[],
  onReport: (task: Task, report: Report) => void,
): Promise<ReadonlyMap<Task, ClassResult>> {
  const results = new Map<Task, ClassResult>();
  const queue = tasks.values();
  const lane = async () => {
    const child = fork(program, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    try {
      for (const task of queue) results.set(task, await runIn(child, task, onReport));
      await ended(child);
    } finally {
      child.kill();
    }
  };
  const lanes = Math.min(availableParallelism(), processCeiling, tasks.length);
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
}

/** Lets a process clear away what it made. */
async function ended(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit');
  child.send('end');
  await exit;
}

function runIn(child: ChildProcess, task: Task, onReport: (task: Task, report: Report) => void): Promise<ClassResult> {
  return new Promise((resolve, reject) => {
    const told = (message: unknown) => {
      const report = message as Report;
      onReport(task, report);
      if ('progress' in report) return;
      child.off('message', told);
      child.off('exit', died);
      if ('result' in report) resolve(report.result);
      else reject(new Error(`${task.name}: ${report.failure}`));
    };
    const died = (code: number | null) => reject(new Error(`${task.name}: the process ended with ${code}`));
    child.on('message', told);
    child.once('exit', died);
    child.send(task);
  });
}
