import { readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
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
    if (await place(path, own)) return () => rm(path, { force: true });
    const owner = await read(path);
    if (owner !== undefined && (await holds(owner))) throw taken(folder, owner);
    await clear(path, own);
  }
  throw new CodedError('configuration.invalid', { detail: `${path} cannot be taken` });
}

/** Makes a lock, at once with its words; false where there is one. @throws store.* */
async function place(path: string, own: string): Promise<boolean> {
  try {
    await (asFile ? writeFile(path, own, { flag: 'wx', mode: 0o600 }) : symlink(own, path));
    return true;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return false;
    throw fileError(path, cause);
  }
}

function taken(folder: string, owner: string): CodedError {
  return new CodedError('configuration.invalid', {
    detail: `another process (${owner.split(' ')[0]}) works with ${folder}`,
  });
}

/** Who holds a lock; undefined where there is none. */
const read = (path: string): Promise<string | undefined> =>
  readlink(path)
    .catch(() => readFile(path, 'utf8'))
    .catch(() => undefined);

/**
 * Removes a lock whose holder is gone. One process at a time does so, and judges the lock anew before: as long as it is
 * there nobody can make another, so what is removed is what was judged. A guard that a killed process left goes first.
 */
async function clear(path: string, own: string): Promise<void> {
  const guard = `${path}.takeover`;
  if (!(await place(guard, own))) return removeIfLeft(guard);
  try {
    await removeIfLeft(path);
  } finally {
    await rm(guard, { force: true });
  }
}

async function removeIfLeft(path: string): Promise<void> {
  const owner = await read(path);
  if (owner !== undefined && !(await holds(owner))) await rm(path, { force: true });
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
