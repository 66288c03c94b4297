import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeArchive } from '../support/map-archive.ts';
import { newAccount, realTerminal, signUp } from '../support/real-terminal.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

let servers: ServiceUnderTest;
beforeAll(async () => {
  servers = await startService();
  const file = join(servers.folder, 'city.pmtiles');
  await writeArchive(file, { tiles: ['one', 'two'] });
  await servers.publish({ file, regionId: 'city' });
});
afterAll(() => servers.close());

it('G4: a file in place without its record is recorded; old versions, lists and drafts beside it are cleared up', async () => {
  const opened = await realTerminal(servers);
  await signUp(opened, await newAccount(servers));
  const [{ path } = { path: '' }] = await opened.terminal.maps.download('city');
  const folder = join(path, '..');
  const before = await readdir(folder, { recursive: true });

  await rm(join(opened.folder, 'installed-maps.json'));
  await writeFile(join(folder, 'ab'.repeat(32)), 'an old version');
  await writeFile(join(folder, `${'cd'.repeat(32)}.list`), 'its chunk list');
  await writeFile(join(folder, `${'cd'.repeat(32)}.draft`), 'a download that was given up');
  const again = await opened.restart();
  expect(await again.terminal.maps.download('city')).toMatchObject([{ path, fetchedBytes: 0 }]);
  expect(await readdir(folder, { recursive: true })).toEqual(before);
  expect(await again.terminal.maps.verify('city')).toEqual([path]);
});
