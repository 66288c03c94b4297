import { createHash } from 'node:crypto';
import type { ChunkFacts, ChunkList } from '../chunks/chunk-list.ts';
import { chunkSizes } from '../chunks/chunker.ts';
import { digestOf, type Digest } from '../chunks/digest.ts';
import { throwIfCancelled } from './cancel.ts';
import type { Draft } from './ports.ts';

/** What a power cut may take back, in bytes, of what was fetched and written. */
const unflushedCeiling = 32 * 1024 * 1024;
/** Neighbouring chunks are read together up to this many bytes. */
const readBytes = 2 * chunkSizes.max;

export interface Completion {
  /** Chunks that no source has intact. */
  readonly lost: readonly Digest[];
  /** Of the whole file; says something where nothing is lost. */
  readonly sha256: Digest;
}

/**
 * A draft as the chunks that it holds. Each byte is written once, at its place in the file; a chunk that the draft held
 * before counts when it was read and is the one that was signed, so that no record of progress can lie (G4).
 */
export class ChunkedDraft {
  readonly #draft: Draft;
  readonly #list: ChunkList;
  /** Where the file has a chunk: offsets in bytes. */
  readonly #places: ReadonlyMap<Digest, readonly number[]>;
  /** Chunks that are at all their places. */
  #there = new Set<Digest>();
  /** What is read, in turn: new memory for each part would cost more than to read it. */
  readonly #buffer = Buffer.alloc(readBytes);
  #unflushed = 0;

  constructor(draft: Draft, list: ChunkList) {
    this.#draft = draft;
    this.#list = list;
    this.#places = placesOf(list);
  }

  has(digest: Digest): boolean {
    return this.#there.has(digest);
  }

  /** Whether the file has that chunk, and the draft does not. */
  lacks(digest: Digest): boolean {
    return this.#places.has(digest) && !this.has(digest);
  }

  /**
   * Finds out what is there by reading it; a chunk that is intact at one place is copied to the others. `onRead` is told the
   * bytes of the file that were looked at. @returns whether all of it was there
   */
  async check(signal: AbortSignal | undefined, onRead: (bytes: number) => void): Promise<boolean> {
    const intactAt = new Map<Digest, number>();
    const broken: { readonly chunk: ChunkFacts; readonly offset: number }[] = [];
    const size = await this.#draft.size();
    let offset = 0;
    for (const chunk of this.#list.chunks) {
      throwIfCancelled(signal);
      const isThere = offset + chunk.length <= size && isChunk(await this.#read(offset, chunk.length), chunk);
      if (isThere) intactAt.set(chunk.sha256, offset);
      else broken.push({ chunk, offset });
      offset += chunk.length;
      onRead(offset);
    }
    for (const { chunk, offset: place } of broken) {
      const from = intactAt.get(chunk.sha256);
      if (from !== undefined) await this.#draft.write(place, await this.#read(from, chunk.length));
    }
    this.#there = new Set(intactAt.keys());
    return broken.length === 0;
  }

  #read(offset: number, length: number): Promise<Uint8Array> {
    return this.#draft.read(offset, this.#buffer.subarray(0, length));
  }

  /** Writes a verified chunk to all its places. */
  async put({ sha256 }: ChunkFacts, bytes: Uint8Array): Promise<void> {
    for (const offset of this.#places.get(sha256) ?? []) {
      await this.#draft.write(offset, bytes);
      this.#unflushed += bytes.byteLength;
    }
    this.#there.add(sha256);
    if (this.#unflushed >= unflushedCeiling) await this.flush();
  }

  async flush(): Promise<void> {
    this.#unflushed = 0;
    await this.#draft.flush();
  }

  /**
   * Goes through the whole file once: what is missing comes from `source`, what is there is read back. `onRead` is told the
   * bytes that the file is complete up to.
   */
  async complete(
    source: (chunk: ChunkFacts) => Promise<Uint8Array | undefined>,
    signal: AbortSignal | undefined,
    onRead: (bytes: number) => void,
  ): Promise<Completion> {
    const whole = createHash('sha256');
    const lost = new Set<Digest>();
    let offset = 0;
    for (const stretch of this.#stretches()) {
      throwIfCancelled(signal);
      const bytes = stretch.missing === undefined ? undefined : await source(stretch.missing);
      if (stretch.missing !== undefined) {
        if (bytes !== undefined && isChunk(bytes, stretch.missing)) await this.put(stretch.missing, bytes);
        else lost.add(stretch.missing.sha256);
      }
      // What follows a loss is looked at to find everything that is lost at once.
      if (lost.size > 0) continue;
      whole.update(bytes ?? (await this.#read(offset, stretch.length)));
      offset += stretch.length;
      onRead(offset);
    }
    return { lost: [...lost], sha256: whole.digest('hex') };
  }

  /** The file in parts: a missing chunk is one, chunks that are there are taken together. */
  *#stretches(): Generator<{ readonly length: number; readonly missing?: ChunkFacts }> {
    let length = 0;
    for (const chunk of this.#list.chunks) {
      const isThere = this.has(chunk.sha256);
      if (length > 0 && (!isThere || length + chunk.length > readBytes)) {
        yield { length };
        length = 0;
      }
      if (isThere) length += chunk.length;
      else yield { length: chunk.length, missing: chunk };
    }
    if (length > 0) yield { length };
  }
}

export const isChunk = (bytes: Uint8Array, { sha256, length }: ChunkFacts): boolean =>
  bytes.byteLength === length && digestOf(bytes) === sha256;

function placesOf({ chunks }: ChunkList): Map<Digest, number[]> {
  const places = new Map<Digest, number[]>();
  let offset = 0;
  for (const { sha256, length } of chunks) {
    const known = places.get(sha256);
    if (known === undefined) places.set(sha256, [offset]);
    else known.push(offset);
    offset += length;
  }
  return places;
}
