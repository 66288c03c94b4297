import { randomUUID } from 'node:crypto';
import { readFile, readlink, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '../errors/coded-error.ts';
import { fileError } from './atomic-file.ts';

/** A symbolic link is there with its words at once, and needs no room on a full disk; Windows lets few users make one. */
const asFile = process.platform === 'win32';
const attempts = 5;

/**
 * One process at a time works with a terminal's folder. The lock names its process and when that started; one left behind
 * by a killed process is taken over, also where its number belongs to another process by now.
 * @throws configuration.invalid where another process works with the folder, store.*
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, 'terminal.lock');
  const own = `${process.pid} ${(await startOf(process.pid)) ?? ''}`;
  for (let attempt = 0; attempt < attempts; attempt++) {
    try {
      await (asFile ? writeFile(path, own, { flag: 'wx', mode: 0o600 }) : symlink(own, path));
      return () => rm(path, { force: true });
    } catch (cause) {
      if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw fileError(path, cause);
      const owner = await read(path);
      if (owner !== undefined && (await holds(owner))) throw taken(folder, owner, cause);
      await remove(path, owner);
    }
  }
  throw new CodedError('configuration.invalid', { detail: `${path} cannot be taken` });
}

function taken(folder: string, owner: string, cause: unknown): CodedError {
  const detail = `another process (${owner.split(' ')[0]}) works with ${folder}`;
  return new CodedError('configuration.invalid', { detail, cause });
}

const read = (path: string): Promise<string | undefined> =>
  readlink(path)
    .catch(() => readFile(path, 'utf8'))
    .catch(() => undefined);

/** Removes the lock that was judged, and no other: two that take over at once must not remove each other's. */
async function remove(path: string, judged: string | undefined): Promise<void> {
  const aside = `${path}.${randomUUID()}.tmp`;
  try {
    await rename(path, aside);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return;
    throw fileError(path, cause);
  }
  if ((await read(aside)) === judged) await rm(aside, { force: true });
  else await rename(aside, path);
}

async function holds(owner: string): Promise<boolean> {
  const [, number, start] = /^(\d+) ?(.*)$/.exec(owner) ?? [];
  const pid = Number(number);
  if (!(pid > 0) || !isAlive(pid)) return false;
  return start === '' || start === (await startOf(pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** When a process started: the boot, and the ticks since. Undefined where the system does not tell. */
async function startOf(pid: number): Promise<string | undefined> {
  try {
    const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
    const facts = await readFile(`/proc/${pid}/stat`, 'utf8');
    // Behind the program's name, which may hold anything, stand the fields from the third on; the 22nd is the start.
    return `${boot} ${facts.slice(facts.lastIndexOf(')') + 2).split(' ')[19] ?? ''}`;
  } catch {
    return undefined; // not Linux, or the process has just ended
  }
}
