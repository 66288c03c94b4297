import { readFile, readdir } from 'node:fs/promises';

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** All processes of this machine that are still alive; zombies are not. */
async function allProcesses(): Promise<Process[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(
    pids.map(async (pid) => {
      try {
        const [stat, command] = await Promise.all([
          readFile(`/proc/${pid}/stat`, 'utf8'),
          readFile(`/proc/${pid}/cmdline`, 'utf8'),
        ]);
        const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        return state === 'Z' ? undefined : { pid, parent: Number(parent), command: command.replaceAll('\0', ' ') };
      } catch {
        // It ended while it was looked at.
        return undefined;
      }
    }),
  );
  return found.filter((one) => one !== undefined);
}

/** What runs because of a process: its children and theirs. */
export async function descendantsOf(pid: number): Promise<Process[]> {
  const all = await allProcesses();
  const family = new Set([pid]);
  for (let before = 0; before !== family.size;) {
    before = family.size;
    for (const one of all) if (family.has(one.parent)) family.add(one.pid);
  }
  family.delete(pid);
  return all.filter((one) => family.has(one.pid));
}

/** What still runs of these, or names the folder in its command line. */
export async function leftOf(processes: readonly Process[], folder: string): Promise<Process[]> {
  const all = await allProcesses();
  return all.filter(
    (one) =>
      one.command.includes(folder) || processes.some(({ pid, command }) => pid === one.pid && command === one.command),
  );
}
