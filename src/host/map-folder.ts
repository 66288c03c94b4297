import { randomUUID } from 'node:crypto';
import { open, readdir, readFile, rename, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Digest } from '../maps/chunks/digest.ts';
import type { ArtefactSink, ChunkStore } from '../maps/download/ports.ts';
import type { ArtefactFiles, MapFiles } from '../terminal/ports.ts';
import { fileError, isMissing } from './atomic-file.ts';
import { makeFolder, syncFolder } from './durable-file.ts';

const digestPattern = /^[0-9a-f]{64}$/;

/** Maps in one folder: `<region>/<file>/<sha256>` is a version, `<region>/<file>/chunks/<sha256>` a verified chunk. */
export class MapFolder implements MapFiles {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  artefact(name: string): ArtefactFiles {
    const folder = join(this.#folder, ...name.split('/'));
    const path = (sha256: Digest) => join(folder, sha256);
    return {
      chunks: chunkFolder(join(folder, 'chunks')),
      versions: () => digestsIn(folder),
      openSink: (sha256) => openSink(folder, path(sha256)),
      withVersion: async (sha256, work) => {
        const file = await openIfThere(path(sha256));
        if (file === undefined) return undefined;
        try {
          return await work({
            size: async () => (await file.stat()).size,
            read: (offset, length) => readAt(file, offset, length),
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

function chunkFolder(folder: string): ChunkStore {
  const path = (digest: Digest) => join(folder, digest);
  let made: Promise<void> | undefined;
  return {
    list: () => digestsIn(folder),
    get: async (digest) => {
      try {
        return await readFile(path(digest));
      } catch (cause) {
        if (isMissing(cause)) return undefined;
        throw fileError(path(digest), cause);
      }
    },
    put: async (digest, bytes) => {
      const temporary = `${path(digest)}.${randomUUID()}`;
      try {
        await (made ??= makeFolder(folder));
        const file = await open(temporary, 'wx', 0o600);
        try {
          await file.writeFile(bytes);
          await file.datasync();
        } finally {
          await file.close();
        }
        // The folder is not flushed: a chunk whose name a power cut takes is fetched again, and none is believed unread.
        await rename(temporary, path(digest));
      } catch (cause) {
        await rm(temporary, { force: true });
        throw fileError(path(digest), cause);
      }
    },
    remove: (digest) => rm(path(digest), { force: true }),
  };
}

async function openSink(folder: string, path: string): Promise<ArtefactSink> {
  const temporary = join(folder, 'incoming');
  try {
    await makeFolder(folder);
    const file = await open(temporary, 'w', 0o600);
    // Closing twice is no error: a file that failed to be flushed may be closed already.
    const discard = async () => {
      await file.close();
      await rm(temporary, { force: true });
    };
    return {
      write: async (bytes) => {
        try {
          await file.writeFile(bytes);
        } catch (cause) {
          throw fileError(temporary, cause);
        }
      },
      commit: async () => {
        try {
          await file.sync();
          await file.close();
          await rename(temporary, path);
          await syncFolder(folder);
        } catch (cause) {
          await discard();
          throw fileError(temporary, cause);
        }
      },
      abort: discard,
    };
  } catch (cause) {
    throw fileError(temporary, cause);
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

async function readAt(file: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

async function digestsIn(folder: string): Promise<Digest[]> {
  try {
    return (await readdir(folder)).filter((name) => digestPattern.test(name));
  } catch (cause) {
    if (isMissing(cause)) return [];
    throw fileError(folder, cause);
  }
}
