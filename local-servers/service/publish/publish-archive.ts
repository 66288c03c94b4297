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
import type { OpenCompanion } from './companion.ts';

export interface PublishMapOptions {
  readonly context: Pick<RoleContext<unknown>, 'folder' | 'masterKey' | 'clock' | 'logger'>;
  readonly database: SqlDatabase;
  readonly publisherFolder: string;
  /** A `.pmtiles` or `.mbtiles` archive. */
  readonly file: string;
  /** What belongs to it: the region's `.graph` and `.places`. */
  readonly companions?: readonly string[];
  readonly regionId: string;
  /** By language tag; what the archive calls itself where absent. */
  readonly names?: Readonly<Record<string, string>>;
  /** For people; what the archive says, or the date, where absent. */
  readonly version?: string;
}

export interface PublishProgress {
  readonly step: 'converting' | 'cutting' | 'signing' | 'clearing';
  /** Bytes of the file at hand; both 0 while an archive is converted. */
  readonly done: number;
  readonly total: number;
}

export interface PublishedMap extends KeptChunks {
  /** The archive's. */
  readonly target: MapTarget;
  /** The archive's and those of its companions. */
  readonly targets: readonly MapTarget[];
  /** False where the very same was published already, and nothing was signed. */
  readonly changed: boolean;
  /** Chunks of older versions that went. */
  readonly removedChunks: number;
}

/** A file that is open for publishing, under the name of its target. */
interface Source {
  readonly name: string;
  readonly length: number;
  readonly facts: PrepareOptions['facts'];
  readonly bytes: () => AsyncIterable<Uint8Array>;
}

/** A file whose chunks are kept, and which is not yet to be seen. */
interface Prepared extends KeptChunks {
  readonly artefact: Artefact;
  readonly target: MapTarget;
}

/** See `publishMap`. */
export async function publishArchive(
  archive: OpenArchive,
  companions: readonly OpenCompanion[],
  publisher: Publisher,
  options: PublishMapOptions,
  onProgress: (progress: PublishProgress) => void,
): Promise<PublishedMap> {
  const { context, database, regionId } = options;
  const facts = factsOf(archive, `${regionId}/tiles.pmtiles`, options);
  const sources: Source[] = [
    { name: facts.name, length: archive.facts.length, facts, bytes: () => archive.bytes() },
    ...companions.map(({ fileName, kind, contentType, content }) => {
      const name = `${regionId}/${fileName}`;
      return {
        name,
        length: content.length,
        facts: { ...facts, name, kind, contentType },
        bytes: () => inOne(content),
      };
    }),
  ];
  const secrets = new MapSecrets(context.masterKey);
  const files = new ChunkFiles(context.folder);
  const artefacts = sources.map(({ name }): Artefact => ({ id: randomUUID(), target: name, regionId }));
  const regionKey = await database.transaction(async (tx) => {
    const maps = new SqlMapStore(tx);
    const key = await secrets.ensureRegionKey(maps, regionId);
    for (const artefact of artefacts) await maps.beginArtefact(artefact, context.clock.now());
    return key;
  });
  try {
    const prepared: Prepared[] = [];
    for (const [index, artefact] of artefacts.entries()) {
      const source = sources[index];
      if (source !== undefined) prepared.push(await prepare(source, artefact, regionKey, files, options, onProgress));
    }
    const [first] = prepared;
    if (first === undefined) throw new CodedError('map.source-invalid', { detail: 'nothing to publish' });
    const total = sources.reduce((sum, { length }) => sum + length, 0);
    onProgress({ step: 'signing', done: total, total });
    const changed = await makeVisible(prepared, publisher, secrets, options);
    onProgress({ step: 'clearing', done: total, total });
    const sum = (count: (kept: KeptChunks) => number) => prepared.reduce((all, kept) => all + count(kept), 0);
    return {
      chunks: sum(({ chunks }) => chunks),
      newChunks: sum(({ newChunks }) => newChunks),
      bytes: sum(({ bytes }) => bytes),
      target: first.target,
      targets: prepared.map(({ target }) => target),
      changed,
      removedChunks: await cleanUp(database, files, context.clock),
    };
  } catch (error) {
    await database.transaction(async (tx) => {
      for (const { id } of artefacts) await new SqlMapStore(tx).dropArtefact(id);
    });
    throw error;
  }
}

async function prepare(
  { length, facts, bytes }: Source,
  artefact: Artefact,
  regionKey: Uint8Array,
  files: ChunkFiles,
  { database, context }: PublishMapOptions,
  onProgress: (progress: PublishProgress) => void,
): Promise<Prepared> {
  const keeper = new ChunkKeeper(database, files, artefact, context.clock);
  const { target } = await prepareArtefact({
    facts,
    regionKey,
    bytes: counted(bytes(), (done) => onProgress({ step: 'cutting', done, total: length })),
    put: (chunk) => keeper.put(chunk),
  });
  if (target.length !== length) throw new CodedError('map.source-invalid', { detail: 'the file changed meanwhile' });
  return { ...(await keeper.finish()), artefact, target };
}

/** The one moment at which a new version appears, all of it. @returns false where it is the version that is there */
async function makeVisible(
  prepared: readonly Prepared[],
  publisher: Publisher,
  secrets: MapSecrets,
  { context, database, publisherFolder }: PublishMapOptions,
): Promise<boolean> {
  const { clock } = context;
  const audit = createAudit(context);
  const signed = await database.transaction(async (tx) => {
    const maps = new SqlMapStore(tx);
    const now = new Date(clock.now() * 1000);
    const added: Prepared[] = [];
    for (const one of prepared) {
      if (await isPublished(maps, publisher, one.target, now)) await maps.dropArtefact(one.artefact.id);
      else added.push(one);
    }
    if (added.length === 0) return undefined;
    const targets = added.map(({ target }) => target);
    const pair = await signPublication(maps, secrets, publisher, targets, now);
    for (const { artefact, target } of added) {
      if (!(await maps.completeArtefact(artefact, target, clock.now()))) throw clearedAway();
      const details = { version: target.version, sha256: target.sha256 };
      await audit.record(tx, { action: 'map.publish', outcome: 'ok', subject: target.name, details });
    }
    return pair;
  });
  if (signed !== undefined) await noteSigned(publisherFolder, signed);
  return signed !== undefined;
}

async function* inOne(content: Uint8Array): AsyncIterable<Uint8Array> {
  yield content;
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
