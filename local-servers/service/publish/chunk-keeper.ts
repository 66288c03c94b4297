import { CodedError } from '../../../src/errors/coded-error.ts';
import type { SealedChunk } from '../../../src/maps/chunks/sealing.ts';
import type { ServerClock } from '../../kit/clock.ts';
import type { SqlDatabase } from '../../kit/storage/database.ts';
import type { ChunkFiles } from '../delivery/chunk-files.ts';
import type { Artefact } from '../store/map-store.ts';
import { SqlMapStore } from '../store/sql-map-store.ts';

/** Chunks that are kept at a time: about 8 MiB in memory. */
const batchSize = 64;

export interface KeptChunks {
  readonly chunks: number;
  /** Those that were not there before. */
  readonly newChunks: number;
  /** Sealed bytes. */
  readonly bytes: number;
}

/**
 * Keeps the chunks of one artefact: first the store learns that the artefact needs them, then their files are written
 * where they are missing. In this order nobody who clears up takes a file away from under a publication.
 */
export class ChunkKeeper {
  readonly #database: SqlDatabase;
  readonly #files: ChunkFiles;
  readonly #artefact: Artefact;
  readonly #clock: ServerClock;
  #batch: SealedChunk[] = [];
  #kept: KeptChunks = { chunks: 0, newChunks: 0, bytes: 0 };

  constructor(database: SqlDatabase, files: ChunkFiles, artefact: Artefact, clock: ServerClock) {
    this.#database = database;
    this.#files = files;
    this.#artefact = artefact;
    this.#clock = clock;
  }

  async put(chunk: SealedChunk): Promise<void> {
    this.#batch.push(chunk);
    if (this.#batch.length >= batchSize) await this.#flush();
  }

  async finish(): Promise<KeptChunks> {
    await this.#flush();
    return this.#kept;
  }

  async #flush(): Promise<void> {
    const batch = this.#batch;
    this.#batch = [];
    const ids = batch.map(({ id }) => id);
    const alive = await this.#database.transaction((tx) =>
      new SqlMapStore(tx).useChunks(this.#artefact, ids, this.#clock.now()),
    );
    if (!alive) throw clearedAway();
    const written = await this.#files.put(batch);
    this.#kept = {
      chunks: this.#kept.chunks + batch.length,
      newChunks: this.#kept.newChunks + written,
      bytes: this.#kept.bytes + batch.reduce((sum, { sealed }) => sum + sealed.byteLength, 0),
    };
  }
}

/** A publication that stood still for long was taken for one that had been cut off. */
export function clearedAway(): CodedError {
  return new CodedError('server.unavailable', { detail: 'this publication stood still for too long; publish again' });
}
