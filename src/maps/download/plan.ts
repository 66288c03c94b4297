import type { ChunkFacts, ChunkList } from '../chunks/chunk-list.ts';
import type { Digest } from '../chunks/digest.ts';

export interface PlannedChunk extends ChunkFacts {
  /** Bytes of the file that it makes up: its length times how often the file has it. */
  readonly bytesOfFile: number;
}

export interface DownloadPlan {
  /** Each missing chunk once, in file order. */
  readonly missing: readonly PlannedChunk[];
  /** Bytes of the file whose chunks are there. */
  readonly doneBytes: number;
  readonly totalBytes: number;
  /** Plain bytes to fetch: what an update costs. */
  readonly missingBytes: number;
}

export function planDownload(list: ChunkList, have: (digest: Digest) => boolean): DownloadPlan {
  const missing = new Map<Digest, PlannedChunk>();
  let doneBytes = 0;
  let missingBytes = 0;
  for (const { sha256, length } of list.chunks) {
    if (have(sha256)) {
      doneBytes += length;
      continue;
    }
    const before = missing.get(sha256);
    if (before === undefined) missingBytes += length;
    missing.set(sha256, { sha256, length, bytesOfFile: (before?.bytesOfFile ?? 0) + length });
  }
  return { missing: [...missing.values()], doneBytes, totalBytes: list.length, missingBytes };
}
