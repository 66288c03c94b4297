import type { ServerClock } from '../../kit/clock.ts';
import type { SqlDatabase } from '../../kit/storage/database.ts';
import type { ChunkFiles } from '../delivery/chunk-files.ts';
import { SqlMapStore } from '../store/sql-map-store.ts';

/** Seconds after which a publication that has not moved is taken for one that was cut off. */
const abandonedAfter = 600;
const batchSize = 200;

/**
 * Removes what no version needs any more: chunks of versions before the previous one, and of publications that were cut
 * off. @returns the number of chunks removed
 */
export async function cleanUp(database: SqlDatabase, files: ChunkFiles, clock: ServerClock): Promise<number> {
  await database.transaction((tx) => new SqlMapStore(tx).dropArtefactsUntouchedSince(clock.now() - abandonedAfter));
  await files.removeAbandoned();
  let removed = 0;
  for (;;) {
    // Files go inside the transaction, while nobody else can begin to need these chunks: whoever does so later finds
    // neither row nor file and writes both.
    const count = await database.transaction(async (tx) => {
      const maps = new SqlMapStore(tx);
      const unused = await maps.unusedChunks(batchSize);
      await files.remove(unused);
      await maps.dropChunks(unused);
      return unused.length;
    });
    removed += count;
    if (count < batchSize) return removed;
  }
}
