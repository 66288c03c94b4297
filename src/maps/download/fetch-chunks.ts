import { CodedError, hasCode } from '../../errors/coded-error.ts';
import { chunkSizes } from '../chunks/chunker.ts';
import type { ChunkFacts } from '../chunks/chunk-list.ts';
import { chunkId, openChunk, sealingOverhead } from '../chunks/sealing.ts';
import { throwIfCancelled } from './cancel.ts';

/**
 * Gets the sealed bytes at a chunk's address, at most `maxBytes` of them, in `into` where it is given. Renewing sessions,
 * retries after network errors and the choice among servers are its business; what it throws ends the download, which can
 * be taken up again.
 */
export type FetchSealed = (
  chunkId: string,
  options: { readonly maxBytes: number; readonly into?: Uint8Array; readonly signal: AbortSignal },
) => Promise<Uint8Array>;

export interface ChunkSource {
  readonly regionKey: Uint8Array;
  readonly fetchSealed: FetchSealed;
}

const attempts = 3;

export class ChunkFetcher {
  readonly #source: ChunkSource;
  readonly #onBytes: (bytes: number) => void;
  /** Memory for sealed chunks that nobody uses at this moment: taking some anew for each keeps the collector busy. */
  readonly #spare: Uint8Array[] = [];

  /** `onBytes` is told the sealed bytes of every attempt. */
  constructor(source: ChunkSource, onBytes: (bytes: number) => void) {
    this.#source = source;
    this.#onBytes = onBytes;
  }

  /**
   * One chunk, verified; fetched again where what came is not the chunk, since anybody on the way may have changed it.
   * @throws map.chunk-invalid; whatever `fetchSealed` throws
   */
  async fetch(chunk: ChunkFacts, signal: AbortSignal): Promise<Uint8Array> {
    const into = this.#spare.pop() ?? new Uint8Array(chunkSizes.max + sealingOverhead);
    try {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await this.#attempt(chunk, into, signal);
        } catch (error) {
          if (attempt === attempts || !hasCode(error, 'map.chunk-invalid')) throw error;
        }
      }
    } finally {
      this.#spare.push(into);
    }
  }

  async #attempt({ sha256, length }: ChunkFacts, into: Uint8Array, signal: AbortSignal): Promise<Uint8Array> {
    const { regionKey, fetchSealed } = this.#source;
    const maxBytes = length + sealingOverhead;
    // A chunk list may be longer than any chunk.
    const place = maxBytes > into.byteLength ? {} : { into };
    const sealed = await fetchSealed(chunkId(regionKey, sha256), { maxBytes, ...place, signal });
    this.#onBytes(sealed.byteLength);
    if (sealed.byteLength !== maxBytes)
      throw new CodedError('map.chunk-invalid', { detail: `chunk ${sha256} has not the length that was signed` });
    return openChunk(regionKey, sha256, sealed);
  }
}

/**
 * Runs `work` for every item, `concurrency` at a time, in order. The first error stops the others and is thrown when all
 * have ended, so that nothing goes on behind the caller's back. @throws terminal.cancelled where `signal` is aborted
 */
export async function forEachAtOnce<Item>(
  items: readonly Item[],
  concurrency: number,
  signal: AbortSignal | undefined,
  work: (item: Item, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  const cancel = () => stop.abort();
  if (signal?.aborted) cancel();
  signal?.addEventListener('abort', cancel);
  const failures: unknown[] = [];
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) {
      if (stop.signal.aborted) return;
      try {
        await work(item, stop.signal);
      } catch (error) {
        failures.push(error);
        stop.abort();
      }
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, concurrency) }, worker));
  signal?.removeEventListener('abort', cancel);
  throwIfCancelled(signal);
  if (failures.length > 0) throw failures[0];
}
