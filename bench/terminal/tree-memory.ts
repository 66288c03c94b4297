import { readdirSync, readFileSync } from 'node:fs';

/**
 * Bytes of main memory that a process and all that it started hold: the proportional set size, in which a page that n
 * processes share counts as an nth for each (proc(5), smaps_rollup).
 */
export function treeMemory(pid: number): number {
  try {
    const [, kibibytes = '0'] = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) ?? [];
    return childrenOf(pid).reduce((sum, child) => sum + treeMemory(child), 1024 * Number(kibibytes));
  } catch (error) {
    // A process that ended meanwhile holds nothing.
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) return 0;
    throw error;
  }
}

const childrenOf = (pid: number): number[] =>
  readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );
