import { CodedError } from '../../errors/coded-error.ts';
import { decodeChunkList, type ChunkFacts, type ChunkList } from '../chunks/chunk-list.ts';
import { digestOf, type Digest } from '../chunks/digest.ts';
import type { MapTarget } from '../map-target.ts';
import { assemble, throwIfCancelled } from './assemble.ts';
import { fetchChunk, forEachAtOnce, type FetchSealed } from './fetch-chunks.ts';
import { planDownload } from './plan.ts';
import type { ArtefactSink, ChunkStore, DownloadProgress, InstalledFile } from './ports.ts';

export interface DownloadOptions {
  readonly target: MapTarget;
  readonly regionKey: Uint8Array;
  readonly fetchSealed: FetchSealed;
  readonly chunks: ChunkStore;
  /** Called when all chunks are there; again only where chunks on disk turned out damaged. */
  readonly openSink: () => Promise<ArtefactSink>;
  /** The version that this one replaces, or repairs. */
  readonly installed?: InstalledFile | undefined;
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
  /** Pauses the download: what is verified by then is kept. */
  readonly signal?: AbortSignal | undefined;
  /** Chunks fetched at the same time. */
  readonly concurrency?: number;
}

export interface DownloadResult {
  readonly chunkList: ChunkList;
  /** Sealed bytes that came over the network, in this run. */
  readonly fetchedBytes: number;
}

// Each round fetches what the one before found damaged on disk; a disk that loses data this often is broken.
const maxRounds = 3;
const defaultConcurrency = 4;

/**
 * Downloads an artefact: chunk list, missing chunks (each verified and kept before it counts), the whole, one rename (G4).
 * Interrupted anywhere, it goes on where it was when called again. After the commit the store holds the chunk list alone:
 * with the installed file, it is the source for the next version.
 * @throws map.chunk-invalid, map.metadata-invalid, store.unreadable, terminal.cancelled; whatever the ports throw
 */
export async function downloadArtefact(options: DownloadOptions): Promise<DownloadResult> {
  const download = new Download(options);
  const chunkList = await download.chunkList();
  for (let round = 1; round <= maxRounds; round += 1) {
    await download.fetchMissing(chunkList);
    const lost = await download.assemble(chunkList);
    if (lost.length === 0) {
      await download.cleanUp();
      return { chunkList, fetchedBytes: download.fetchedBytes };
    }
    await download.forget(lost);
  }
  throw new CodedError('store.unreadable', { detail: 'chunks that were written to disk come back as something else' });
}

class Download {
  readonly #options: DownloadOptions;
  /** Where the installed version has a chunk: its offset there, in bytes. */
  readonly #installedAt: Map<Digest, number>;
  fetchedBytes = 0;

  constructor(options: DownloadOptions) {
    this.#options = options;
    this.#installedAt = offsets(options.installed);
  }

  /** The signed chunk list: from the store, else fetched and stored. */
  async chunkList(): Promise<ChunkList> {
    const { target, chunks } = this.#options;
    this.#report('checking', 0);
    throwIfCancelled(this.#options.signal);
    let encoded = await chunks.get(target.chunkList.sha256);
    if (encoded === undefined || digestOf(encoded) !== target.chunkList.sha256) {
      await this.#fetch([target.chunkList], async (_, bytes) => {
        await chunks.put(target.chunkList.sha256, bytes);
        encoded = bytes;
      });
    }
    if (encoded === undefined) throw new CodedError('store.unreadable', { detail: 'the chunk list was not kept' });
    const list = decodeChunkList(encoded);
    if (list.length === target.length) return list;
    throw new CodedError('map.metadata-invalid', { detail: `the chunk list is not that of ${target.name}` });
  }

  async fetchMissing(list: ChunkList): Promise<void> {
    const { chunks } = this.#options;
    const kept = new Set(await chunks.list());
    const plan = planDownload(list, (digest) => kept.has(digest) || this.#installedAt.has(digest));
    let { doneBytes } = plan;
    this.#report('fetching', doneBytes);
    await this.#fetch(plan.missing, async (chunk, bytes) => {
      await chunks.put(chunk.sha256, bytes);
      doneBytes += chunk.bytesOfFile;
      this.#report('fetching', doneBytes);
    });
  }

  async assemble(chunkList: ChunkList): Promise<readonly Digest[]> {
    const { target, chunks, installed, openSink, signal } = this.#options;
    throwIfCancelled(signal);
    this.#report('assembling', 0);
    const fromInstalled = async (chunk: ChunkFacts) => {
      const offset = this.#installedAt.get(chunk.sha256);
      return offset === undefined ? undefined : installed?.file.read(offset, chunk.length);
    };
    return assemble({
      target,
      chunkList,
      sources: [(chunk) => chunks.get(chunk.sha256), fromInstalled],
      sink: await openSink(),
      onWritten: (bytes) => this.#report('assembling', bytes),
      signal,
    });
  }

  /** These chunks are damaged wherever they were thought to be. */
  async forget(lost: readonly Digest[]): Promise<void> {
    for (const digest of lost) {
      this.#installedAt.delete(digest);
      await this.#options.chunks.remove(digest);
    }
  }

  async cleanUp(): Promise<void> {
    const { chunks, target } = this.#options;
    for (const digest of await chunks.list()) {
      if (digest !== target.chunkList.sha256) await chunks.remove(digest);
    }
  }

  async #fetch<Chunk extends ChunkFacts>(
    missing: readonly Chunk[],
    keep: (chunk: Chunk, bytes: Uint8Array) => Promise<void>,
  ): Promise<void> {
    const { concurrency = defaultConcurrency, signal } = this.#options;
    await forEachAtOnce(missing, concurrency, signal, async (chunk, stop) => {
      const bytes = await fetchChunk(this.#options, chunk, stop, (count) => (this.fetchedBytes += count));
      await keep(chunk, bytes);
    });
  }

  #report(phase: DownloadProgress['phase'], doneBytes: number): void {
    const { target, onProgress } = this.#options;
    onProgress?.({ phase, doneBytes, totalBytes: target.length, fetchedBytes: this.fetchedBytes });
  }
}

function offsets(installed: InstalledFile | undefined): Map<Digest, number> {
  const found = new Map<Digest, number>();
  let offset = 0;
  for (const { sha256, length } of installed?.chunkList.chunks ?? []) {
    if (!installed?.damaged?.has(sha256)) found.set(sha256, offset);
    offset += length;
  }
  return found;
}
