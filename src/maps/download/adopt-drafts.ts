import { chunkSizes } from '../chunks/chunker.ts';
import { decodeChunkList, type ChunkList } from '../chunks/chunk-list.ts';
import { digestOf, type Digest } from '../chunks/digest.ts';
import type { MapTarget } from '../map-target.ts';
import { throwIfCancelled } from './cancel.ts';
import { isChunk, type ChunkedDraft } from './chunked-draft.ts';
import type { DraftStore, ListStore } from './ports.ts';

interface Options {
  readonly target: Pick<MapTarget, 'chunkList'>;
  readonly lists: ListStore;
  readonly drafts: DraftStore;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Moves what downloads of other versions that were given up had fetched into `draft`, as far as it lacks it and nothing else
 * has it; the other drafts then go.
 */
export async function adoptDrafts(
  { target, lists, drafts, signal }: Options,
  draft: ChunkedDraft,
  isElsewhere: (digest: Digest) => boolean,
): Promise<void> {
  const wanted = (digest: Digest) => draft.lacks(digest) && !isElsewhere(digest);
  for (const name of await drafts.names()) {
    if (name === target.chunkList.sha256) continue;
    const encoded = await lists.get(name);
    if (encoded !== undefined && digestOf(encoded) === name)
      await adopt(drafts, name, decodeChunkList(encoded), draft, wanted, signal);
    await drafts.remove(name);
  }
}

async function adopt(
  drafts: DraftStore,
  name: Digest,
  { chunks, length }: ChunkList,
  draft: ChunkedDraft,
  wanted: (digest: Digest) => boolean,
  signal: AbortSignal | undefined,
): Promise<void> {
  const other = await drafts.open(name, length);
  try {
    const size = await other.size();
    const buffer = Buffer.alloc(chunkSizes.max);
    let offset = 0;
    for (const chunk of chunks) {
      throwIfCancelled(signal);
      if (wanted(chunk.sha256) && offset + chunk.length <= size) {
        const bytes = await other.read(offset, buffer.subarray(0, chunk.length));
        if (isChunk(bytes, chunk)) await draft.put(chunk, bytes);
      }
      offset += chunk.length;
    }
    // Only then may the other one go.
    await draft.flush();
  } finally {
    await other.close();
  }
}
