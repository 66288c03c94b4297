import { CodedError } from '../../errors/coded-error.ts';
import { giveBack } from '../../protocol/bytes.ts';
import { decodeChunkList, type ChunkFacts, type ChunkList } from '../chunks/chunk-list.ts';
import { digestOf, type Digest } from '../chunks/digest.ts';
import type { MapTarget } from '../map-target.ts';
import { adoptDrafts } from './adopt-drafts.ts';
import { throwIfCancelled } from './cancel.ts';
import { ChunkedDraft } from './chunked-draft.ts';
import { ChunkFetcher, forEachAtOnce, type FetchSealed } from './fetch-chunks.ts';
import { planDownload } from './plan.ts';
import type { DownloadProgress, DraftStore, InstalledFile, ListStore } from './ports.ts';

export interface DownloadOptions {
  readonly target: MapTarget;
  readonly regionKey: Uint8Array;
  readonly fetchSealed: FetchSealed;
  readonly lists: ListStore;
  readonly drafts: DraftStore;
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
/** Enough that something is under way while chunks are opened and written. */
const defaultConcurrency = 6;

/**
 * Downloads an artefact: chunk list, missing chunks (each verified, then written to its place in a draft), the draft as a
 * whole, one rename (G4). Interrupted anywhere, it goes on where it was when called again.
 * @throws map.chunk-invalid, map.metadata-invalid, store.unreadable, terminal.cancelled; whatever the ports throw
 */
export async function downloadArtefact(options: DownloadOptions): Promise<DownloadResult> {
  const { target, drafts } = options;
  const download = new Download(options);
  const chunkList = await download.chunkList();
  const draft = await drafts.open(target.chunkList.sha256, chunkList.length);
  try {
    await download.finish(new ChunkedDraft(draft, chunkList), chunkList);
    await draft.install(target.sha256);
  } finally {
    await draft.close();
  }
  return { chunkList, fetchedBytes: download.fetchedBytes };
}

class Download {
  readonly #options: DownloadOptions;
  /** Where the installed version has a chunk: its offset there, in bytes. */
  readonly #installedAt: Map<Digest, number>;
  readonly #fetcher: ChunkFetcher;
  fetchedBytes = 0;

  constructor(options: DownloadOptions) {
    this.#options = options;
    this.#installedAt = offsets(options.installed);
    this.#fetcher = new ChunkFetcher(options, (bytes) => (this.fetchedBytes += bytes));
  }

  /** The signed chunk list: from the store, else fetched and stored. */
  async chunkList(): Promise<ChunkList> {
    const { target, lists } = this.#options;
    this.#report('checking', 0);
    throwIfCancelled(this.#options.signal);
    let encoded = await lists.get(target.chunkList.sha256);
    if (encoded === undefined || digestOf(encoded) !== target.chunkList.sha256) {
      await this.#fetch([target.chunkList], async (_, bytes) => {
        await lists.put(target.chunkList.sha256, bytes);
        encoded = bytes;
      });
    }
    if (encoded === undefined) throw new CodedError('store.unreadable', { detail: 'the chunk list was not kept' });
    const list = decodeChunkList(encoded);
    if (list.length === target.length) return list;
    throw new CodedError('map.metadata-invalid', { detail: `the chunk list is not that of ${target.name}` });
  }

  /** Makes the draft the file that was signed, whatever it holds when this begins. */
  async finish(draft: ChunkedDraft, list: ChunkList): Promise<void> {
    await this.#check(draft);
    await adoptDrafts(this.#options, draft, (digest) => this.#installedAt.has(digest));
    for (let round = 1; round <= maxRounds; round += 1) {
      await this.#fetchMissing(draft, list);
      if (await this.#complete(draft)) return;
    }
    throw new CodedError('store.unreadable', {
      detail: 'chunks that were written to disk come back as something else',
    });
  }

  #check(draft: ChunkedDraft): Promise<boolean> {
    return draft.check(this.#options.signal, (bytes) => this.#report('checking', bytes));
  }

  async #fetchMissing(draft: ChunkedDraft, list: ChunkList): Promise<void> {
    const plan = planDownload(list, (digest) => draft.has(digest) || this.#installedAt.has(digest));
    let { doneBytes } = plan;
    this.#report('fetching', doneBytes);
    await this.#fetch(plan.missing, async (chunk, bytes) => {
      await draft.put(chunk, bytes);
      giveBack(bytes.buffer);
      doneBytes += chunk.bytesOfFile;
      this.#report('fetching', doneBytes);
    });
  }

  /**
   * Adds what the installed version has, and checks the whole. @returns false where chunks turned out damaged, which are
   * then missing. @throws map.metadata-invalid where intact chunks do not make the signed file
   */
  async #complete(draft: ChunkedDraft): Promise<boolean> {
    const { target, installed, signal } = this.#options;
    throwIfCancelled(signal);
    this.#report('assembling', 0);
    const fromInstalled = async ({ sha256, length }: ChunkFacts) => {
      const offset = this.#installedAt.get(sha256);
      return offset === undefined ? undefined : installed?.file.read(offset, new Uint8Array(length));
    };
    const { lost, sha256 } = await draft.complete(fromInstalled, signal, (bytes) => this.#report('assembling', bytes));
    for (const digest of lost) this.#installedAt.delete(digest);
    if (lost.length > 0) return false;
    if (sha256 === target.sha256) return true;
    if (!(await this.#check(draft))) return false;
    throw new CodedError('map.metadata-invalid', {
      detail: `the signed chunks do not make the signed ${target.name}`,
    });
  }

  async #fetch<Chunk extends ChunkFacts>(
    missing: readonly Chunk[],
    keep: (chunk: Chunk, bytes: Uint8Array) => Promise<void>,
  ): Promise<void> {
    const { concurrency = defaultConcurrency, signal } = this.#options;
    await forEachAtOnce(missing, concurrency, signal, async (chunk, stop) => {
      const bytes = await this.#fetcher.fetch(chunk, stop);
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
