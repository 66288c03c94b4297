import { readFile, stat } from 'node:fs/promises';
import { CodedError } from '../errors/coded-error.ts';
import { writeDurably } from './durable-file.ts';

/** Replaces a file at once or not at all, for its owner alone. @throws store.full, store.unreadable */
export async function writeAtomically(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeDurably({ path, bytes });
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
