import { importBuild, installMutants } from '../mutants/hooks.ts';
import type { MutantName } from '../mutants/mutants.ts';
import type { ClassResult, RunOptions } from './run-class.ts';

/*
 * A process that runs classes of attacks, one at a time, as it is told. Builds live side by side in it, so that only
 * what a build changes is loaded anew.
 */

/** One class against one build. */
export interface Task extends Omit<RunOptions, 'onProgress'> {
  readonly name: string;
  readonly without?: MutantName;
}

export type Report =
  | { readonly progress: { readonly done: number; readonly total: number } }
  | { readonly result: ClassResult }
  | { readonly failure: string };

const build = new URL('run-class.ts', import.meta.url);
const say = (report: Report) => process.send?.(report);

async function work({ name, without, ...options }: Task): Promise<void> {
  const { runClass } = await importBuild<typeof import('./run-class.ts')>(build, without);
  const onProgress = (done: number, total: number) => say({ progress: { done, total } });
  say({ result: await runClass(name, { ...options, onProgress }) });
}

async function end(): Promise<void> {
  const { endWorld } = await importBuild<typeof import('./run-class.ts')>(build);
  await endWorld();
  process.disconnect();
}

installMutants();
// Whoever gave the orders is gone, or has no more of them.
process.on('disconnect', () => process.exit());
process.on('message', (task: Task | 'end') => {
  (task === 'end' ? end() : work(task)).catch((error: unknown) => {
    say({ failure: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  });
});
