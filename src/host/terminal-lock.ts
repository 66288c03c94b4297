import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '../errors/coded-error.ts';
import { fileError } from './atomic-file.ts';

/**
 * One process at a time works with a terminal's folder. The lock names its process; one left behind by a killed process
 * is taken over.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, 'terminal.lock');
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      const file = await open(path, 'wx', 0o600);
      await file.writeFile(String(process.pid));
      await file.close();
      return () => rm(path, { force: true });
    } catch (cause) {
      if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw fileError(path, cause);
      const owner = Number(await readFile(path, 'utf8').catch(() => ''));
      if (owner > 0 && isAlive(owner)) {
        throw new CodedError('configuration.invalid', {
          detail: `another process (${owner}) works with ${folder}`,
          cause,
        });
      }
      await rm(path, { force: true });
    }
  }
  throw new CodedError('configuration.invalid', { detail: `${path} cannot be taken` });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
