import { randomUUID } from 'node:crypto';
import { link, mkdir, open, rename, rm } from 'node:fs/promises';
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
export async function putFile(file: DurableFile): Promise<void> {
  await throughDraft(file, (draft) => rename(draft, file.path));
}

/** Writes and flushes a draft, which `place` gives its name; otherwise it goes. */
async function throughDraft(
  { path, bytes, mode = 0o600, incoming }: DurableFile,
  place: (draft: string) => Promise<void>,
): Promise<void> {
  const draft = join(incoming ?? dirname(path), `${basename(path)}.${randomUUID()}.tmp`);
  const file = await open(draft, 'wx', mode);
  try {
    await file.writeFile(bytes);
    await file.sync();
    await place(draft);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

export async function writeDurably(file: DurableFile): Promise<void> {
  await makeFolder(dirname(file.path));
  await putFile(file);
  await syncFolder(dirname(file.path));
}

/**
 * Makes a new file, whole or not at all, and durably; never over another one.
 * @returns false where there is one already, whose name then lasts, too
 */
export async function createDurably(file: DurableFile): Promise<boolean> {
  await makeFolder(dirname(file.path));
  let created = true;
  await throughDraft(file, async (draft) => {
    try {
      await link(draft, file.path);
    } catch (error) {
      if (!hasSystemCode(error, 'EEXIST')) throw error;
      created = false;
    }
    await rm(draft);
  });
  await syncFolder(dirname(file.path));
  return created;
}

/**
 * Sees that a folder is there, for its owner alone, with those that it lies in, and that a power cut takes none of their
 * names. One that is there already may have been made a moment ago by a process that was killed, so its name is flushed,
 * too; those above it were when it was made.
 */
export async function makeFolder(path: string): Promise<void> {
  const parent = dirname(path);
  try {
    await makeOneFolder(path);
  } catch (error) {
    if (!hasSystemCode(error, 'ENOENT') || parent === path) throw error;
    await makeFolder(parent);
    await makeOneFolder(path);
  }
  try {
    await syncFolder(parent);
  } catch (error) {
    // Somebody else's folder, which this process may not read: it was there long before.
    if (!hasSystemCode(error, 'EACCES')) throw error;
  }
}

async function makeOneFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    if (!hasSystemCode(error, 'EEXIST')) throw error;
  }
}

const hasSystemCode = (error: unknown, code: string) =>
  error instanceof Error && 'code' in error && error.code === code;

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
