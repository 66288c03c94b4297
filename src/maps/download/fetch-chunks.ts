import { CodedError, hasCode } from '../../errors/coded-error.ts';
import type { ChunkFacts } from '../chunks/chunk-list.ts';
import { chunkId, openChunk, sealingOverhead } from '../chunks/sealing.ts';
import { throwIfCancelled } from './assemble.ts';

/**
 * Gets the sealed bytes at a chunk's address, at most `maxBytes` of them. Renewing sessions, retries after network errors
 * and the choice among servers are its business; what it throws ends the download, which can be taken up again.
 */
export type FetchSealed = (
  chunkId: string,
  options: { readonly maxBytes: number; readonly signal: AbortSignal },
) => Promise<Uint8Array>;

export interface ChunkFetcher {
  readonly regionKey: Uint8Array;
  readonly fetchSealed: FetchSealed;
}

const attempts = 3;

/**
 * One chunk, verified; fetched again where what came is not the chunk, since anybody on the way may have changed it.
 * `onBytes` is told the sealed bytes of every attempt. @throws map.chunk-invalid; whatever `fetchSealed` throws
 */
export async function fetchChunk(
  { regionKey, fetchSealed }: ChunkFetcher,
  chunk: ChunkFacts,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): Promise<Uint8Array> {
  const id = chunkId(regionKey, chunk.sha256);
  const maxBytes = chunk.length + sealingOverhead;
  for (let attempt = 1; ; attempt += 1) {
    const sealed = await fetchSealed(id, { maxBytes, signal });
    onBytes(sealed.byteLength);
    try {
      if (sealed.byteLength !== maxBytes)
        throw new CodedError('map.chunk-invalid', {
          detail: `chunk ${chunk.sha256} has not the length that was signed`,
        });
      return openChunk(regionKey, chunk.sha256, sealed);
    } catch (error) {
      if (attempt === attempts || !hasCode(error, 'map.chunk-invalid')) throw error;
    }
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
