import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeArchive } from '../support/map-archive.ts';
import { newAccount, realTerminal, signUp, type RealTerminal } from '../support/real-terminal.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

let servers: ServiceUnderTest;
let opened: RealTerminal;
beforeAll(async () => {
  servers = await startService();
  const file = join(servers.folder, 'city.pmtiles');
  await writeArchive(file, { tiles: ['one', 'two'] });
  await servers.publish({ file, regionId: 'city' });
  opened = await realTerminal(servers);
  await signUp(opened, await newAccount(servers));
  await opened.terminal.maps.download('city');
});
afterAll(() => servers.close());

const pathOf = (role: string) => join(opened.folder, `map-metadata-${role}.json`);

it.each(['root', 'timestamp', 'snapshot', 'targets'])(
  'G3: a damaged %s is as good as none; the pinned root stays the start of all trust',
  async (role) => {
    await writeFile(pathOf(role), '{"signed"');
    const again = await opened.restart();
    expect((await again.terminal.maps.list()).map(({ id, state }) => [id, state])).toEqual([['city', 'installed']]);
    if (role !== 'root') expect(JSON.parse(await readFile(pathOf(role), 'utf8'))).toHaveProperty('signatures');
  },
);

it('G3: something that cannot be read at all is no obstacle to what is stored beside it', async () => {
  await rm(pathOf('root'), { force: true });
  await mkdir(pathOf('root'));
  const again = await opened.restart();
  expect([...(await again.terminal.maps.metadata.stored()).keys()]).toEqual(['city/tiles.pmtiles']);
});

it('G4: a damaged chunk list is fetched again, and the map with it is not', async () => {
  const [target] = (await opened.terminal.maps.metadata.stored()).values();
  const { name = '', chunkList } = target ?? {};
  const path = join(opened.folder, 'maps', name, `${chunkList?.sha256}.list`);
  await writeFile(path, 'rubbish', { flag: 'r+' });
  const again = await opened.restart();
  expect(await again.terminal.maps.verify('city')).toHaveLength(1);
  const [done] = await again.terminal.maps.download('city');
  expect(done?.fetchedBytes).toBe(0);
});
