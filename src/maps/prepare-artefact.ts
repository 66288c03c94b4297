import { createHash } from 'node:crypto';
import { CodedError } from '../errors/coded-error.ts';
import {
  chunkListFacts,
  decodeChunkList,
  encodeChunkList,
  type ChunkFacts,
  type ChunkList,
} from './chunks/chunk-list.ts';
import { Chunker } from './chunks/chunker.ts';
import type { Digest } from './chunks/digest.ts';
import { sealChunk, type SealedChunk } from './chunks/sealing.ts';
import type { MapTarget } from './map-target.ts';
import { toTargetFile } from './tuf/target-file.ts';

export interface PrepareOptions {
  /** What the publisher says of the artefact; the rest of the target is computed. */
  readonly facts: Omit<MapTarget, 'length' | 'sha256' | 'chunkList'>;
  readonly regionKey: Uint8Array;
  /** The whole plain file, in pieces of any size. */
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Keeps a sealed chunk, or the sealed chunk list, under its id for serving; each is given once. */
  readonly put: (chunk: SealedChunk) => Promise<void>;
}

/**
 * Cuts and seals a file for publishing; the target is what is then signed (`publishTargets`). The same file under the same
 * region key makes the same chunks under the same ids. @throws map.source-invalid
 */
export async function prepareArtefact(
  options: PrepareOptions,
): Promise<{ readonly target: MapTarget; readonly chunkList: ChunkList }> {
  const chunker = new Chunker();
  const whole = createHash('sha256');
  const chunks: ChunkFacts[] = [];
  const given = new Set<Digest>();
  const keep = async (completed: readonly Uint8Array[]) => {
    for (const plain of completed) {
      const chunk = sealChunk(options.regionKey, plain);
      chunks.push({ sha256: chunk.sha256, length: plain.byteLength });
      if (!given.has(chunk.sha256)) await options.put(chunk);
      given.add(chunk.sha256);
    }
  };
  for await (const bytes of options.bytes) {
    whole.update(bytes);
    await keep(chunker.push(bytes));
  }
  await keep(chunker.finish());

  if (chunks.length === 0) throw new CodedError('map.source-invalid', { detail: 'the file is empty' });
  const encoded = encodeChunkList(chunks);
  await options.put(sealChunk(options.regionKey, encoded));
  const chunkList = decodeChunkList(encoded);
  const length = chunkList.length;
  const target: MapTarget = {
    ...options.facts,
    length,
    sha256: whole.digest('hex'),
    chunkList: chunkListFacts(encoded),
  };
  toTargetFile(target); // throws where a fact does not fit, before anything is signed
  return { target, chunkList };
}
