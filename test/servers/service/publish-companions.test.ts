import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPublisher, publishedMaps, publishMap } from '../../../local-servers/service/operator.ts';
import type { PublishedMap } from '../../../local-servers/service/publish/publish-archive.ts';
import { openServiceDatabase } from '../../../local-servers/service/store/database.ts';
import { SqlMapStore } from '../../../local-servers/service/store/sql-map-store.ts';
import type { SqlDatabase } from '../../../local-servers/kit/storage/database.ts';
import { mapTargets, readTrusted } from '../../../src/maps/tuf/trusted.ts';
import { utf8 } from '../../../src/protocol/bytes.ts';
import { codeOfRejection } from '../../support/coded.ts';
import { writeArchive } from '../../support/map-archive.ts';
import { edge, smallGraph } from '../../support/road-graphs.ts';
import { createInstallation, type TestInstallation } from '../../support/role-context.ts';

const specs = { maps: { role: 'service', settings: {} } } as const;

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

async function files(tile: string, graph: Uint8Array): Promise<{ file: string; companions: string[] }> {
  const file = join(installation.folder, 'city.pmtiles');
  await writeArchive(file, { tiles: [tile], metadata: { name: 'City', version: '1' } });
  const companion = join(installation.folder, 'city.graph');
  await writeFile(companion, graph);
  return { file, companions: [companion] };
}

const publish = (what: { file: string; companions?: string[] }): Promise<PublishedMap> =>
  publishMap({ context: installation.contexts.maps, database, publisherFolder, regionId: 'city', ...what });

async function signedTargets() {
  const [root, targets] = [await maps.metadata('root'), await maps.metadata('targets')];
  return mapTargets(readTrusted({ root: root?.bytes ?? utf8(''), targets: targets?.bytes }));
}

describe('publishing a region with its road graph', () => {
  it('signs both in one version, of one region', async () => {
    const { targets, changed } = await publish(await files('a', smallGraph()));
    expect(changed).toBe(true);
    expect(targets).toMatchObject([
      { name: 'city/tiles.pmtiles', kind: 'tiles', region: { id: 'city' } },
      { name: 'city/roads.graph', kind: 'graph', region: { id: 'city' }, length: smallGraph().length },
    ]);
    expect(await maps.metadata('targets')).toMatchObject({ version: 1 });
    expect([...(await signedTargets()).keys()].toSorted()).toEqual(['city/roads.graph', 'city/tiles.pmtiles']);
    expect((await publishedMaps(database)).length).toBe(2);
  });

  it('changes what changed alone, and leaves the rest as it was', async () => {
    const before = await publish(await files('a', smallGraph()));
    const other = smallGraph({ edges: [edge(0, 1, { name: 'New road' })] });
    const after = await publish(await files('a', other));
    expect(after).toMatchObject({ changed: true, newChunks: 2 });
    expect(await maps.metadata('targets')).toMatchObject({ version: 2 });
    const signed = await signedTargets();
    expect(signed.get('city/tiles.pmtiles')).toEqual(before.target);
    expect(signed.get('city/roads.graph')).toEqual(after.targets[1]);
    expect(await publish(await files('a', other))).toMatchObject({ changed: false, newChunks: 0 });
    // One current and one previous graph, one archive.
    expect((await database.all('SELECT 1 FROM artefacts')).length).toBe(3);
  });

  it('publishes none of them where one is not what it says, or there twice', async () => {
    const good = await files('a', smallGraph());
    const damaged = smallGraph();
    damaged[damaged.length - 1] = 0xff;
    expect(await codeOfRejection(publish(await files('a', damaged)))).toBe('map.source-invalid');
    await files('a', smallGraph());
    const twice = { ...good, companions: [...good.companions, ...good.companions] };
    expect(await codeOfRejection(publish(twice))).toBe('map.source-invalid');
    const unknown = { ...good, companions: [good.file] };
    expect(await codeOfRejection(publish(unknown))).toBe('map.source-invalid');
    expect(await publishedMaps(database)).toEqual([]);
    expect(await database.all('SELECT 1 FROM artefacts')).toEqual([]);
  });
});
