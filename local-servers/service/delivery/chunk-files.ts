import { mkdir, open, readdir, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fromBase64url } from '../../../src/protocol/bytes.ts';
import { makeFolder, putFile, syncFolder } from '../../../src/host/durable-file.ts';

export interface ChunkFile {
  readonly id: string;
  readonly sealed: Uint8Array;
}

/** Files that are written at the same time. */
const writers = 8;
/** Seconds after which an unfinished file is nobody's any more. */
const abandonedAfter = 600;

/** Sealed chunks as files, in 256 folders, by the hexadecimal form of their ids (file systems may ignore case). */
export class ChunkFiles {
  readonly #folder: string;
  /** What is being written; on the same file system. */
  readonly incoming: string;

  /** @param folder of the service */
  constructor(folder: string) {
    this.#folder = join(folder, 'chunks');
    this.incoming = join(this.#folder, 'incoming');
  }

  /** Undefined where there is no such chunk. The caller closes it. */
  async open(id: string): Promise<FileHandle | undefined> {
    return open(this.#path(id), 'r').catch(undefinedWhereAbsent);
  }

  /** Writes those that are not there yet; resolves when all are on disk. @returns how many were written */
  async put(chunks: readonly ChunkFile[]): Promise<number> {
    await makeFolder(this.incoming);
    const folders = new Set<string>();
    const queue = chunks.values();
    const writeOn = async () => {
      let written = 0;
      for (const { id, sealed } of queue) {
        const path = this.#path(id);
        folders.add(dirname(path));
        if (await isThere(path, sealed.byteLength)) continue;
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        await putFile({ path, bytes: sealed, incoming: this.incoming });
        written += 1;
      }
      return written;
    };
    const written = await Promise.all(Array.from({ length: writers }, writeOn));
    // Those that were there may have been put by a publication that was cut off before it could make their names last.
    for (const folder of folders) await syncFolder(folder);
    await syncFolder(this.#folder);
    return written.reduce((sum, count) => sum + count, 0);
  }

  async remove(ids: readonly string[]): Promise<void> {
    for (const id of ids) await rm(this.#path(id), { force: true });
    // Whoever drops their rows next must not leave files that nobody knows of.
    const folders = new Set(ids.map((id) => dirname(this.#path(id))));
    for (const folder of folders) await syncFolder(folder).catch(undefinedWhereAbsent);
  }

  /** Removes what publications that were cut off left half written. */
  async removeAbandoned(): Promise<void> {
    const names = await readdir(this.incoming).catch(undefinedWhereAbsent);
    for (const name of names ?? []) {
      const path = join(this.incoming, name);
      const facts = await stat(path).catch(undefinedWhereAbsent);
      if (facts !== undefined && Date.now() - facts.mtimeMs > abandonedAfter * 1000) await rm(path, { force: true });
    }
  }

  #path(id: string): string {
    const name = Buffer.from(fromBase64url(id, 'map.chunk-unknown')).toString('hex');
    return join(this.#folder, name.slice(0, 2), name.slice(2));
  }
}

async function isThere(path: string, length: number): Promise<boolean> {
  const facts = await stat(path).catch(undefinedWhereAbsent);
  return facts?.size === length;
}

function undefinedWhereAbsent(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}
