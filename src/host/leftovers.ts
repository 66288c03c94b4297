import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileError, isMissing } from './atomic-file.ts';

const uuid = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const unfinishedFile = new RegExp(`\\.${uuid}\\.tmp$`);

/**
 * Removes what a killed process was still writing, below a terminal's folder and its folder of maps. Only for who holds
 * the folder's lock: nobody else writes there. Drafts of maps stay: downloads go on with them. @throws store.unreadable
 */
export async function removeLeftovers(folder: string, mapFolder: string): Promise<void> {
  await removeMatching(folder, unfinishedFile, false);
  await removeMatching(mapFolder, unfinishedFile, true);
}

/**
 * Removes what killed processes were still writing into `folders`; where others may write at this moment, only what was not
 * touched for `seconds`. @throws store.unreadable
 */
export async function removeUnfinished(folders: readonly string[], seconds: number): Promise<void> {
  const isOld = async (path: string) => Date.now() - (await stat(path)).mtimeMs >= seconds * 1000;
  for (const folder of folders) await removeMatching(folder, unfinishedFile, false, isOld);
}

async function removeMatching(
  folder: string,
  pattern: RegExp,
  recursive: boolean,
  goes = (_path: string) => Promise.resolve(true),
): Promise<void> {
  try {
    // Node 18 walks no folders by itself, nor says where an entry is.
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && recursive) await removeMatching(path, pattern, recursive, goes);
      else if (entry.isFile() && pattern.test(entry.name) && (await goes(path))) await rm(path, { force: true });
    }
  } catch (cause) {
    if (!isMissing(cause)) throw fileError(folder, cause);
  }
}
