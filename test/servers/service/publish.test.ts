import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPublisher, publishedMaps, publishMap } from '../../../local-servers/service/operator.ts';
import type { PublishedMap } from '../../../local-servers/service/publish/publish-archive.ts';
import { refreshTimestamp } from '../../../local-servers/service/publish/timestamp.ts';
import { openServiceDatabase } from '../../../local-servers/service/store/database.ts';
import { MapSecrets } from '../../../local-servers/service/store/map-secrets.ts';
import { SqlMapStore } from '../../../local-servers/service/store/sql-map-store.ts';
import type { SqlDatabase } from '../../../local-servers/kit/storage/database.ts';
import { mapTargets, readTrusted } from '../../../src/maps/tuf/trusted.ts';
import { parseMetadata } from '../../../src/maps/tuf/metadata.ts';
import { gzip } from '../../../src/maps/pmtiles/gzip.ts';
import { utf8 } from '../../../src/protocol/bytes.ts';
import { codeOfRejection } from '../../support/coded.ts';
import { noise, writeArchive } from '../../support/map-archive.ts';
import { createInstallation, type TestInstallation } from '../../support/role-context.ts';

const specs = { maps: { role: 'service', settings: {} }, accounts: { role: 'accounts', settings: {} } } as const;
const tiles = Array.from({ length: 21 }, (_, n) => `tile ${n}`);
const changedTiles = (which: number, how: string) => tiles.with(which, how);

let installation: TestInstallation<typeof specs>;
let database: SqlDatabase;
let maps: SqlMapStore;
let publisherFolder: string;

beforeEach(async () => {
  installation = await createInstallation(specs);
  database = await openServiceDatabase(installation.contexts.maps.folder);
  maps = new SqlMapStore(database);
  publisherFolder = join(installation.folder, 'publisher');
  await createPublisher(publisherFolder);
});
afterEach(async () => {
  await database.close();
  await installation.close();
});

let files = 0;
async function archive(seeds: readonly string[]): Promise<string> {
  const file = join(installation.folder, `${(files += 1)}.pmtiles`);
  await writeArchive(file, { tiles: seeds, metadata: { name: 'Montevideo', version: '1' } });
  return file;
}

async function publish(file: string, regionId = 'montevideo'): Promise<PublishedMap> {
  return publishMap({ context: installation.contexts.maps, database, publisherFolder, file, regionId });
}

async function chunkFiles(): Promise<number> {
  const names = await readdir(join(installation.contexts.maps.folder, 'chunks'), { recursive: true });
  return names.filter((name) => /[0-9a-f]{62}$/.test(name)).length;
}

async function count(table: string): Promise<number> {
  return (await database.get<{ n: number }>(`SELECT count(*) AS n FROM ${table}`))?.n ?? 0;
}

async function signedTargets() {
  const [root, targets] = [await maps.metadata('root'), await maps.metadata('targets')];
  return mapTargets(readTrusted({ root: root?.bytes ?? utf8(''), targets: targets?.bytes }));
}

describe('publishing', () => {
  it('adds what changed, keeps the version before, and clears the one before that', async () => {
    const first = await publish(await archive(tiles));
    expect(first).toMatchObject({ changed: true, removedChunks: 0, newChunks: first.chunks });
    expect(await chunkFiles()).toBe(first.chunks);
    const second = await publish(await archive(changedTiles(10, 'rebuilt')));
    expect(second.newChunks).toBeLessThan(first.chunks / 2);
    expect(second.removedChunks).toBe(0);
    expect(await chunkFiles()).toBe(first.chunks + second.newChunks);
    const third = await publish(await archive(changedTiles(10, 'rebuilt again')));
    expect(third.removedChunks).toBe(second.newChunks);
    expect(await chunkFiles()).toBe(await count('chunks'));
    expect([...(await signedTargets()).values()]).toEqual([third.target]);
    expect(await publishedMaps(database)).toEqual([third.target]);
    // Only what somebody in the middle of an update may still ask for is kept.
    const rows = await database.all('SELECT role, version FROM metadata ORDER BY role, version');
    expect(rows).toEqual([
      { role: 'root', version: 1 },
      { role: 'snapshot', version: 2 },
      { role: 'snapshot', version: 3 },
      { role: 'targets', version: 2 },
      { role: 'targets', version: 3 },
      { role: 'timestamp', version: 3 },
    ]);
  });

  it('signs nothing new for what is published already', async () => {
    const file = await archive(tiles);
    const first = await publish(file);
    expect(await publish(file)).toMatchObject({ changed: false, newChunks: 0, removedChunks: 0, target: first.target });
    expect(await maps.metadata('targets')).toMatchObject({ version: 1 });
    expect(await count('artefacts')).toBe(1);
    // Until the signature has less than three months to live.
    installation.clock.advance(300 * 86_400);
    expect(await publish(file)).toMatchObject({ changed: true, newChunks: 0 });
    expect(await maps.metadata('targets')).toMatchObject({ version: 2 });
  });

  it('may run several times at once', async () => {
    const [same, other] = [await archive(tiles), await archive(changedTiles(3, 'x'))];
    const second = await openServiceDatabase(installation.contexts.maps.folder);
    const beside = (file: string, regionId: string) =>
      publishMap({ context: installation.contexts.maps, database: second, publisherFolder, file, regionId });
    await Promise.all([
      publish(same),
      beside(same, 'montevideo'),
      publish(other, 'astana'),
      beside(other, 'astana'),
      beside(same, 'tokyo'),
    ]);
    await second.close();
    expect([...(await signedTargets()).keys()].toSorted()).toEqual([
      'astana/tiles.pmtiles',
      'montevideo/tiles.pmtiles',
      'tokyo/tiles.pmtiles',
    ]);
    expect(await maps.metadata('targets')).toMatchObject({ version: 3 });
    expect(await chunkFiles()).toBe(await count('chunks'));
  });

  it.each(['cutting', 'signing', 'clearing'])('leaves what was there when it is killed while %s', async (step) => {
    const { folder, masterKey } = installation.contexts.maps;
    const before = await publish(await archive(tiles));
    const file = await archive(changedTiles(10, 'rebuilt'));
    await killedWhile(step, [folder, publisherFolder, file, 'montevideo'], masterKey);
    const [published] = await publishedMaps(database);
    const signed = (await signedTargets()).get('montevideo/tiles.pmtiles');
    expect(signed).toEqual(published);
    if (step === 'cutting') expect(published).toEqual(before.target);
    const again = await publish(file);
    expect((await signedTargets()).get('montevideo/tiles.pmtiles')).toEqual(again.target);
    expect(await chunkFiles()).toBe(await count('chunks'));
  });

  it('clears up after one that was cut off long ago, and tells one that only stood still', async () => {
    await publish(await archive(tiles));
    const artefact = { id: 'cut off', target: 'montevideo/tiles.pmtiles', regionId: 'montevideo' };
    await maps.beginArtefact(artefact, installation.clock.now());
    await maps.useChunks(artefact, ['A'.repeat(43)], installation.clock.now());
    await publish(await archive(changedTiles(1, 'x')));
    expect(await maps.regionOfChunk('A'.repeat(43))).toBe('montevideo');
    installation.clock.advance(601);
    expect(await publish(await archive(changedTiles(2, 'y')))).toMatchObject({ removedChunks: expect.any(Number) });
    expect(await maps.regionOfChunk('A'.repeat(43))).toBeUndefined();
    expect(await maps.useChunks(artefact, [], installation.clock.now())).toBe(false);
  });

  it('signs nothing that somebody else wrote into the store', async () => {
    await publish(await archive(tiles));
    const { bytes } = (await maps.metadata('targets')) ?? { bytes: utf8('') };
    const forged = Buffer.from(bytes).toString().replaceAll('montevideo', 'elsewhere');
    await maps.saveMetadata('targets', 1, utf8(forged));
    await publish(await archive(changedTiles(1, 'x')), 'astana');
    // Taken from what the publisher itself signed last.
    expect([...(await signedTargets()).keys()].toSorted()).toEqual([
      'astana/tiles.pmtiles',
      'montevideo/tiles.pmtiles',
    ]);
  });

  it('is not set back by a store that shows older targets beside a newer snapshot', async () => {
    await publish(await archive(tiles));
    const old = await maps.metadata('targets');
    await publish(await archive(['astana']), 'astana');
    await maps.saveMetadata('targets', 2, old?.bytes ?? utf8(''));
    await publish(await archive(['tokyo']), 'tokyo');
    expect([...(await signedTargets()).keys()].toSorted()).toEqual([
      'astana/tiles.pmtiles',
      'montevideo/tiles.pmtiles',
      'tokyo/tiles.pmtiles',
    ]);
  });

  it('counts on where the store was set back or lost', async () => {
    await publish(await archive(tiles));
    await publish(await archive(changedTiles(1, 'x')));
    await database.run('DELETE FROM metadata');
    await database.run('DELETE FROM artefacts');
    await publish(await archive(changedTiles(1, 'y')));
    expect(await maps.metadata('targets')).toMatchObject({ version: 3 });
    expect(await maps.metadata('snapshot')).toMatchObject({ version: 3 });
  });

  it('refuses what is no map, and leaves nothing behind', async () => {
    const file = join(installation.folder, 'no.pmtiles');
    await writeFile(file, noise('no map', 100_000));
    expect(await codeOfRejection(publish(file))).toBe('map.source-invalid');
    expect(await codeOfRejection(publish(join(installation.folder, 'absent.pmtiles')))).toBe('map.source-invalid');
    expect(await codeOfRejection(publish(installation.folder))).toBe('map.source-invalid');
    expect(await codeOfRejection(publish(await archive(tiles), '../etc'))).toBe('map.source-invalid');
    expect(await count('artefacts')).toBe(0);
  });

  it('keeps its keys from others, and the region keys sealed', async () => {
    for (const role of ['root', 'targets', 'snapshot', 'timestamp']) {
      expect((await stat(join(publisherFolder, `${role}.key`))).mode & 0o777).toBe(0o600);
    }
    await publish(await archive(tiles));
    const sealed = await maps.regionKey('montevideo');
    expect(sealed?.byteLength).toBe(16 + 32 + 16);
    await chmod(join(publisherFolder, 'targets.key'), 0o644);
    expect(await codeOfRejection(publish(await archive(tiles)))).toBe('configuration.invalid');
    const elsewhere = { context: installation.contexts.maps, database, publisherFolder: installation.folder };
    const file = await archive(tiles);
    expect(await codeOfRejection(publishMap({ ...elsewhere, file, regionId: 'x' }))).toBe('configuration.invalid');
  });

  it('takes MBTiles of other tools, and leaves nothing of the conversion behind', async () => {
    const file = join(installation.folder, 'other.mbtiles');
    const source = new Sqlite(file);
    source.exec(`CREATE TABLE metadata (name TEXT, value TEXT);
      CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB);
      INSERT INTO metadata VALUES ('name', 'Elsewhere'), ('format', 'pbf'), ('bounds', '-10,-10,10,10');`);
    source.prepare('INSERT INTO tiles VALUES (0, 0, 0, ?)').run(gzip(noise('tile', 5000)));
    source.close();
    const { target } = await publish(file, 'elsewhere');
    expect(target).toMatchObject({ region: { names: { en: 'Elsewhere' } }, contentType: 'application/vnd.pmtiles' });
    expect(await readdir(join(installation.contexts.maps.folder, 'chunks', 'incoming'))).toEqual([]);
  });

  it('makes a publisher once', async () => {
    const root = await createPublisher(publisherFolder);
    expect(await createPublisher(publisherFolder)).toBe(root);
    expect(parseMetadata('root', utf8(root)).signed.version).toBe(1);
  });
});

describe('the timestamp', () => {
  const secrets = () => new MapSecrets(installation.contexts.maps.masterKey);
  const refresh = () => refreshTimestamp(database, secrets(), installation.clock);
  const days = (number: number) => number * 86_400;

  it('is signed anew by the service when half of its life is over', async () => {
    await refresh();
    expect(await maps.metadata('timestamp')).toBeUndefined();
    await publish(await archive(tiles));
    installation.clock.advance(days(3));
    await refresh();
    expect(await maps.metadata('timestamp')).toMatchObject({ version: 1 });
    installation.clock.advance(days(1));
    await refresh();
    const { version, bytes } = (await maps.metadata('timestamp')) ?? { version: 0, bytes: utf8('') };
    expect(version).toBe(2);
    const { signed } = parseMetadata('timestamp', bytes);
    expect(Date.parse(signed.expires) / 1000).toBeCloseTo(installation.clock.now() + days(7), -1);
    expect(signed.snapshotMeta.version).toBe(1);
    expect(await database.all("SELECT version FROM metadata WHERE role = 'timestamp'")).toEqual([{ version: 2 }]);
    expect(await publish(await archive(changedTiles(1, 'x')))).toMatchObject({ changed: true });
    expect(await maps.metadata('timestamp')).toMatchObject({ version: 3 });
  });
});

/** Runs a publication in a process of its own and kills it at the first sign of a step. */
async function killedWhile(step: string, parts: readonly string[], masterKey: Uint8Array): Promise<void> {
  const script = fileURLToPath(new URL('../../support/publish-child.ts', import.meta.url));
  const child = spawn(process.execPath, [script, step, ...parts], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exit = once(child, 'exit');
  child.stdin.write(`${Buffer.from(masterKey).toString('hex')}\n`);
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  expect(said.toString()).toBe(`${step}\n`);
  child.kill('SIGKILL');
  expect(await exit).toEqual([null, 'SIGKILL']);
}
