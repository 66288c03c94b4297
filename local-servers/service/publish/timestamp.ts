import { metadataLifetimes, signTimestamp } from '../../../src/maps/tuf/publish.ts';
import { parseMetadata } from '../../../src/maps/tuf/metadata.ts';
import type { ServerClock } from '../../kit/clock.ts';
import type { SqlDatabase } from '../../kit/storage/database.ts';
import type { MapSecrets } from '../store/map-secrets.ts';
import { SqlMapStore } from '../store/sql-map-store.ts';

/**
 * G3: says again that the newest snapshot is the newest, when half of the last word's life is over. The service holds the
 * timestamp key and no other: broken into, it can keep terminals from news, and nothing more.
 */
export async function refreshTimestamp(database: SqlDatabase, secrets: MapSecrets, clock: ServerClock): Promise<void> {
  await database.transaction(async (tx) => {
    const maps = new SqlMapStore(tx);
    const [root, snapshot, previous] = [
      await maps.metadata('root'),
      await maps.metadata('snapshot'),
      await maps.metadata('timestamp'),
    ];
    const key = await secrets.timestampKey(maps);
    if (root === undefined || snapshot === undefined || previous === undefined || key === undefined) return;
    const { expires } = parseMetadata('timestamp', previous.bytes).signed;
    const left = Date.parse(expires) / 1000 - clock.now();
    if (left > metadataLifetimes.timestamp / 2) return;
    const { bytes } = signTimestamp({
      root: root.bytes,
      snapshot: snapshot.bytes,
      previous: previous.bytes,
      signers: [key],
      now: new Date(clock.now() * 1000),
    });
    await maps.saveMetadata('timestamp', previous.version + 1, bytes);
    await maps.dropMetadata('timestamp', previous.version + 1);
  });
}
