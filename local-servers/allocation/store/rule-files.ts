import { randomUUID } from 'node:crypto';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from '../../../src/host/durable-file.ts';
import { isBeingBuilt } from '../../kit/storage/sqlite-file.ts';

/*
 * The files of imported tables, beside the store that says which of them is in use. One that is being built has the name
 * of something unfinished; it gets its own name inside the transaction that switches over to it.
 */

const finishedName = /^rules-[0-9a-f-]{36}\.sqlite$/;
const buildingName = /^table\.[0-9a-f-]{36}\.tmp$/;

export const ruleFilePath = (folder: string, file: string): string => join(folder, file);

/** A name for what nobody else looks at, and what a server clears away that finds it old. */
export const newUnfinishedPath = (folder: string, what = 'rules'): string =>
  join(folder, `${what}.${randomUUID()}.tmp`);

/** A name for a table that is being built, under its builder's lock. */
export const newTablePath = (folder: string): string => newUnfinishedPath(folder, 'table');

/** Makes what was written to an unfinished file last. */
export async function flushFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Gives a flushed file its own name, durably. @returns that name */
export async function nameRuleFile(folder: string, unfinished: string): Promise<string> {
  const file = `rules-${randomUUID()}.sqlite`;
  await rename(unfinished, join(folder, file));
  await syncFolder(folder);
  return file;
}

export const removeUnfinishedFile = (path: string): Promise<void> => rm(path, { force: true });

/** Removes what killed imports left unfinished; what somebody builds at this moment stays. */
export async function removeAbandonedFiles(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (buildingName.test(name) && !isBeingBuilt(path)) await rm(path, { force: true });
  }
}

/** Removes tables that no version rests on any more. Only inside a transaction of the store: others may import, too. */
export async function removeUnusedFiles(folder: string, used: ReadonlySet<string>): Promise<void> {
  for (const name of await readdir(folder)) {
    // Where a server still reads it (Windows keeps such a file), it goes after the next import.
    if (finishedName.test(name) && !used.has(name))
      await rm(join(folder, name), { force: true }).catch(() => undefined);
  }
}
