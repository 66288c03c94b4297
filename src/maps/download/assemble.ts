import { createHash } from 'node:crypto';
import { CodedError } from '../../errors/coded-error.ts';
import type { ChunkFacts, ChunkList } from '../chunks/chunk-list.ts';
import { digestOf, type Digest } from '../chunks/digest.ts';
import type { MapTarget } from '../map-target.ts';
import type { ArtefactSink } from './ports.ts';

export interface AssembleOptions {
  readonly target: Pick<MapTarget, 'name' | 'length' | 'sha256'>;
  readonly chunkList: ChunkList;
  /** Where a chunk can be had, tried in this order; what one returns counts only if it is that chunk. */
  readonly sources: readonly ((chunk: ChunkFacts) => Promise<Uint8Array | undefined>)[];
  readonly sink: ArtefactSink;
  /** Bytes written so far. */
  readonly onWritten?: (bytes: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Puts a file together, checks it as a whole, and commits it (G4). Returns the chunks that no source has intact: none
 * means committed; otherwise nothing is in place, and all of them are named, so that one more fetch can mend them.
 * @throws map.metadata-invalid where intact chunks do not make the signed file; terminal.cancelled; the ports' errors
 */
export async function assemble(options: AssembleOptions): Promise<readonly Digest[]> {
  const { target, sink } = options;
  try {
    const { lost, sha256, length } = await writeChunks(options);
    if (lost.length > 0) {
      await sink.abort();
      return lost;
    }
    if (sha256 !== target.sha256 || length !== target.length)
      throw new CodedError('map.metadata-invalid', {
        detail: `the signed chunks do not make the signed ${target.name}`,
      });
  } catch (error) {
    await sink.abort();
    throw error;
  }
  await sink.commit();
  return [];
}

async function writeChunks({ chunkList, sources, sink, onWritten, signal }: AssembleOptions) {
  const whole = createHash('sha256');
  const lost = new Set<Digest>();
  let length = 0;
  for (const chunk of chunkList.chunks) {
    throwIfCancelled(signal);
    const bytes = await readIntact(chunk, sources);
    if (bytes === undefined) lost.add(chunk.sha256);
    if (bytes === undefined || lost.size > 0) continue; // goes on reading, to find everything that is lost at once
    whole.update(bytes);
    await sink.write(bytes);
    length += bytes.byteLength;
    onWritten?.(length);
  }
  return { lost: [...lost], sha256: whole.digest('hex'), length };
}

async function readIntact(chunk: ChunkFacts, sources: AssembleOptions['sources']): Promise<Uint8Array | undefined> {
  for (const source of sources) {
    const bytes = await source(chunk);
    if (bytes?.byteLength === chunk.length && digestOf(bytes) === chunk.sha256) return bytes;
  }
  return undefined;
}

export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new CodedError('terminal.cancelled');
}
