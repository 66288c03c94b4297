import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CodedError } from '../errors/coded-error.ts';

/** Makes the entries of a folder durable: what was renamed into it survives a power cut. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Replaces a file at once or not at all: temporary file, fsync, rename, fsync of the folder. @throws store.full, store.unreadable */
export async function writeAtomically(path: string, content: Uint8Array, mode = 0o600): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(temporary, 'wx', mode);
    try {
      await file.writeFile(content);
      await file.sync();
      await rename(temporary, path);
    } catch (cause) {
      await rm(temporary, { force: true });
      throw cause;
    } finally {
      await file.close();
    }
    await syncFolder(dirname(path));
  } catch (cause) {
    throw fileError(path, cause);
  }
}

/** The file's content, or undefined where there is none. @throws store.unreadable where it exceeds `maximumBytes` */
export async function readWhole(path: string, maximumBytes: number): Promise<Uint8Array | undefined> {
  try {
    if ((await stat(path)).size > maximumBytes)
      throw new CodedError('store.unreadable', { detail: `${path} exceeds ${maximumBytes} bytes` });
    return await readFile(path);
  } catch (cause) {
    if (isMissing(cause)) return undefined;
    throw fileError(path, cause);
  }
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

export function fileError(path: string, cause: unknown): CodedError {
  if (cause instanceof CodedError) return cause;
  const full = cause instanceof Error && 'code' in cause && (cause.code === 'ENOSPC' || cause.code === 'EDQUOT');
  if (full) return new CodedError('store.full', { detail: `${path}; make room, then do it again`, cause });
  const reason = cause instanceof Error ? `: ${cause.message}` : '';
  return new CodedError('store.unreadable', { detail: `${path}${reason}`, cause });
}
