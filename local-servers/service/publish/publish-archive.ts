import { randomUUID } from 'node:crypto';
import { CodedError } from '../../../src/errors/coded-error.ts';
import { toBoundsE7, type MapTarget } from '../../../src/maps/map-target.ts';
import { prepareArtefact, type PrepareOptions } from '../../../src/maps/prepare-artefact.ts';
import { createAudit } from '../../kit/audit.ts';
import type { RoleContext } from '../../kit/role-context.ts';
import type { SqlDatabase } from '../../kit/storage/database.ts';
import { ChunkFiles } from '../delivery/chunk-files.ts';
import { MapSecrets } from '../store/map-secrets.ts';
import type { Artefact } from '../store/map-store.ts';
import { SqlMapStore } from '../store/sql-map-store.ts';
import { ChunkKeeper, clearedAway, type KeptChunks } from './chunk-keeper.ts';
import { cleanUp } from './clean-up.ts';
import { noteSigned, type Publisher } from './publisher.ts';
import { isPublished, signPublication } from './sign.ts';
import type { OpenArchive } from './archive.ts';

export interface PublishMapOptions {
  readonly context: Pick<RoleContext<unknown>, 'folder' | 'masterKey' | 'clock' | 'logger'>;
  readonly database: SqlDatabase;
  readonly publisherFolder: string;
  /** A `.pmtiles` or `.mbtiles` archive. */
  readonly file: string;
  readonly regionId: string;
  /** By language tag; what the archive calls itself where absent. */
  readonly names?: Readonly<Record<string, string>>;
  /** For people; what the archive says, or the date, where absent. */
  readonly version?: string;
}

export interface PublishProgress {
  readonly step: 'converting' | 'cutting' | 'signing' | 'clearing';
  /** Bytes of the archive; both 0 while it is converted. */
  readonly done: number;
  readonly total: number;
}

export interface PublishedMap extends KeptChunks {
  readonly target: MapTarget;
  /** False where the very same was published already, and nothing was signed. */
  readonly changed: boolean;
  /** Chunks of older versions that went. */
  readonly removedChunks: number;
}

/** See `publishMap`. */
export async function publishArchive(
  archive: OpenArchive,
  publisher: Publisher,
  options: PublishMapOptions,
  onProgress: (progress: PublishProgress) => void,
): Promise<PublishedMap> {
  const { context, database, regionId } = options;
  const { clock } = context;
  const total = archive.facts.length;
  const secrets = new MapSecrets(context.masterKey);
  const files = new ChunkFiles(context.folder);
  const artefact: Artefact = { id: randomUUID(), target: `${regionId}/tiles.pmtiles`, regionId };
  const regionKey = await database.transaction(async (tx) => {
    const maps = new SqlMapStore(tx);
    const key = await secrets.ensureRegionKey(maps, regionId);
    await maps.beginArtefact(artefact, clock.now());
    return key;
  });
  try {
    const keeper = new ChunkKeeper(database, files, artefact, clock);
    const { target } = await prepareArtefact({
      facts: factsOf(archive, artefact.target, options),
      regionKey,
      bytes: counted(archive.bytes(), (done) => onProgress({ step: 'cutting', done, total })),
      put: (chunk) => keeper.put(chunk),
    });
    if (target.length !== total) throw new CodedError('map.source-invalid', { detail: 'the file changed meanwhile' });
    const kept = await keeper.finish();
    onProgress({ step: 'signing', done: total, total });
    const changed = await makeVisible(target, artefact, publisher, secrets, options);
    onProgress({ step: 'clearing', done: total, total });
    return { ...kept, target, changed, removedChunks: await cleanUp(database, files, clock) };
  } catch (error) {
    await database.transaction((tx) => new SqlMapStore(tx).dropArtefact(artefact.id));
    throw error;
  }
}

/** The one moment at which a new version appears. @returns false where it is the version that is there */
async function makeVisible(
  target: MapTarget,
  artefact: Artefact,
  publisher: Publisher,
  secrets: MapSecrets,
  { context, database, publisherFolder }: PublishMapOptions,
): Promise<boolean> {
  const { clock } = context;
  const audit = createAudit(context);
  const signed = await database.transaction(async (tx) => {
    const maps = new SqlMapStore(tx);
    const now = new Date(clock.now() * 1000);
    if (await isPublished(maps, publisher, target, now)) {
      await maps.dropArtefact(artefact.id);
      return undefined;
    }
    const pair = await signPublication(maps, secrets, publisher, target, now);
    if (!(await maps.completeArtefact(artefact, target, clock.now()))) throw clearedAway();
    const details = { version: target.version, sha256: target.sha256 };
    await audit.record(tx, { action: 'map.publish', outcome: 'ok', subject: target.name, details });
    return pair;
  });
  if (signed !== undefined) await noteSigned(publisherFolder, signed);
  return signed !== undefined;
}

function factsOf({ facts }: OpenArchive, name: string, options: PublishMapOptions): PrepareOptions['facts'] {
  const { regionId, context } = options;
  const { west, south, east, north } = facts.bounds;
  const names = { ...(options.names ?? { en: facts.name || regionId }) };
  const date = new Date(context.clock.now() * 1000).toISOString().slice(0, 10);
  const said = options.version ?? (/^[\x21-\x7e]{1,64}$/.test(facts.version) ? facts.version : undefined);
  return {
    name,
    kind: 'tiles',
    region: { id: regionId, names, boundsE7: toBoundsE7([west, south, east, north]) },
    version: said ?? date,
    contentType: 'application/vnd.pmtiles',
    ...(facts.attribution === '' ? {} : { attribution: facts.attribution.slice(0, 500) }),
    ...(facts.licence === '' ? {} : { licence: facts.licence.slice(0, 500) }),
  };
}

async function* counted(bytes: AsyncIterable<Uint8Array>, tell: (done: number) => void): AsyncIterable<Uint8Array> {
  let done = 0;
  for await (const piece of bytes) {
    yield piece;
    done += piece.byteLength;
    tell(done);
  }
}
