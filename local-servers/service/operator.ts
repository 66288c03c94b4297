import { check } from '../../src/contract/check.ts';
import { RegionId } from '../../src/contract/maps.ts';
import { CodedError } from '../../src/errors/coded-error.ts';
import type { MapTarget } from '../../src/maps/map-target.ts';
import type { SqlDatabase } from '../kit/storage/database.ts';
import { ChunkFiles } from './delivery/chunk-files.ts';
import { openArchive } from './publish/archive.ts';
import { openCompanion } from './publish/companion.ts';
import {
  publishArchive,
  type PublishedMap,
  type PublishMapOptions,
  type PublishProgress,
} from './publish/publish-archive.ts';
import { ensurePublisher, openPublisher } from './publish/publisher.ts';
import { SqlMapStore } from './store/sql-map-store.ts';

/**
 * Makes the keys of a publisher and its first root, unless they are there already.
 * @returns the first root's JSON text, which terminals have pinned (`mapRoot`)
 */
export function createPublisher(folder: string): Promise<string> {
  return ensurePublisher(folder, new Date());
}

/**
 * Publishes a map archive and what belongs to it (C11, G3): cut, sealed and written to disk first, then signed and made visible in one
 * transaction. Cut off at any moment it leaves what was published before; two at once do not disturb each other.
 * @throws map.source-invalid, configuration.invalid (the publisher's folder), server.unavailable
 */
export async function publishMap(
  options: PublishMapOptions,
  onProgress: (progress: PublishProgress) => void = () => {},
): Promise<PublishedMap> {
  check(RegionId, options.regionId, 'map.source-invalid');
  const publisher = await openPublisher(options.publisherFolder);
  const companions = await Promise.all((options.companions ?? []).map(openCompanion));
  if (new Set(companions.map(({ kind }) => kind)).size < companions.length)
    throw new CodedError('map.source-invalid', { detail: 'two files of one kind' });
  const { incoming } = new ChunkFiles(options.context.folder);
  const archive = await openArchive(options.file, incoming, () => {
    onProgress({ step: 'converting', done: 0, total: 0 });
  });
  try {
    return await publishArchive(archive, companions, publisher, options, onProgress);
  } finally {
    await archive.close();
  }
}

/** What is published now. */
export async function publishedMaps(database: SqlDatabase): Promise<MapTarget[]> {
  const maps = new SqlMapStore(database);
  const regions = await maps.publishedRegions();
  const found = await Promise.all(
    regions.flatMap(({ targets }) => targets.map((target) => maps.currentArtefact(target))),
  );
  return found.filter((target) => target !== undefined);
}
