import { constants } from 'node:fs';
import { open, readdir, rename, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { maxChunkListBytes } from '../maps/chunks/chunk-list.ts';
import type { Digest } from '../maps/chunks/digest.ts';
import type { Draft, DraftStore, ListStore } from '../maps/download/ports.ts';
import type { ArtefactFiles, MapFiles } from '../terminal/ports.ts';
import { fileError, isMissing, readWhole, writeAtomically } from './atomic-file.ts';
import { makeFolder, syncFolder } from './durable-file.ts';

const digestPattern = /^[0-9a-f]{64}$/;

/**
 * Maps in one folder, each artefact in `<region>/<file>`: `<sha256>` is a version, `<sha256>.list` a chunk list, and
 * `<sha256>.draft` the version on its way that the list of that name describes.
 */
export class MapFolder implements MapFiles {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  artefact(name: string): ArtefactFiles {
    const folder = join(this.#folder, ...name.split('/'));
    const path = (sha256: Digest) => join(folder, sha256);
    return {
      lists: listStore(folder),
      drafts: draftStore(folder),
      versions: () => digestsIn(folder, ''),
      withVersion: async (sha256, work) => {
        const file = await openIfThere(path(sha256));
        if (file === undefined) return undefined;
        try {
          return await work({
            size: async () => (await file.stat()).size,
            read: (offset, into) => readAt(file, offset, into),
          });
        } finally {
          await file.close();
        }
      },
      path,
      removeVersion: (sha256) => rm(path(sha256), { force: true }),
    };
  }
}

function listStore(folder: string): ListStore {
  const path = (name: Digest) => join(folder, `${name}.list`);
  return {
    names: () => digestsIn(folder, '.list'),
    get: (name) => readWhole(path(name), maxChunkListBytes),
    put: (name, bytes) => writeAtomically(path(name), bytes),
    remove: (name) => rm(path(name), { force: true }),
  };
}

function draftStore(folder: string): DraftStore {
  const path = (name: Digest) => join(folder, `${name}.draft`);
  return {
    names: () => digestsIn(folder, '.draft'),
    open: (name, length) => openDraft(folder, path(name), length),
    remove: (name) => rm(path(name), { force: true }),
  };
}

async function openDraft(folder: string, path: string, length: number): Promise<Draft> {
  const file = await coded(path, async () => {
    await makeFolder(folder);
    const opened = await open(path, constants.O_RDWR | constants.O_CREAT, 0o600);
    if ((await opened.stat()).size > length) await opened.truncate(length);
    await syncFolder(folder);
    return opened;
  });
  return {
    size: async () => (await file.stat()).size,
    read: (offset, into) => coded(path, () => readAt(file, offset, into)),
    write: (offset, bytes) => coded(path, () => writeAt(file, offset, bytes)),
    flush: () => coded(path, () => file.datasync()),
    install: (sha256) =>
      coded(path, async () => {
        await file.sync();
        await file.close();
        await rename(path, join(folder, sha256));
        await syncFolder(folder);
      }),
    // Closing twice is no error.
    close: () => file.close(),
  };
}

async function coded<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    throw fileError(path, cause);
  }
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r');
  } catch (cause) {
    if (isMissing(cause)) return undefined;
    throw fileError(path, cause);
  }
}

async function readAt(file: FileHandle, offset: number, into: Uint8Array): Promise<Uint8Array> {
  let filled = 0;
  while (filled < into.byteLength) {
    const { bytesRead } = await file.read(into, filled, into.byteLength - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return into.subarray(0, filled);
}

async function writeAt(file: FileHandle, offset: number, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.byteLength;) {
    const { bytesWritten } = await file.write(bytes, done, bytes.byteLength - done, offset + done);
    done += bytesWritten;
  }
}

/** What comes before `ending` in the names of the folder, where it is a digest. */
async function digestsIn(folder: string, ending: string): Promise<Digest[]> {
  try {
    const names = (await readdir(folder)).filter((name) => name.endsWith(ending));
    return names.map((name) => name.slice(0, name.length - ending.length)).filter((name) => digestPattern.test(name));
  } catch (cause) {
    if (isMissing(cause)) return [];
    throw fileError(folder, cause);
  }
}
