import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

export interface DurableFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Readable by its owner only unless said otherwise. */
  readonly mode?: number;
  /** Where the bytes are until they are whole, on the same file system; beside the file unless said otherwise. */
  readonly incoming?: string;
}

/**
 * Puts a file in place whole or not at all: a power cut leaves the old one or the new one. The name itself is on disk for
 * certain after `syncFolder` of its folder, which `writeDurably` does and whoever writes many does once.
 */
export async function putFile({ path, bytes, mode = 0o600, incoming }: DurableFile): Promise<void> {
  const temporary = join(incoming ?? dirname(path), `${basename(path)}.${randomUUID()}.tmp`);
  const file = await open(temporary, 'wx', mode);
  try {
    await file.writeFile(bytes);
    await file.sync();
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

export async function writeDurably(file: DurableFile): Promise<void> {
  await mkdir(dirname(file.path), { recursive: true, mode: 0o700 });
  await putFile(file);
  await syncFolder(dirname(file.path));
}

/** Makes names that were put into a folder, or taken out of it, last. */
export async function syncFolder(path: string): Promise<void> {
  // Windows has no handle on folders, and its renames last without.
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
