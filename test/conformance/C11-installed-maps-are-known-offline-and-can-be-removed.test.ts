import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { codeOfRejection } from '../support/coded.ts';
import { writeArchive } from '../support/map-archive.ts';
import { newAccount, realTerminal, signUp } from '../support/real-terminal.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

let servers: ServiceUnderTest;
beforeAll(async () => {
  servers = await startService();
  const file = join(servers.folder, 'city.pmtiles');
  await writeArchive(file, { tiles: Array.from({ length: 5 }, (_, index) => `tile ${index}`) });
  await servers.publish({ file, regionId: 'city' });
});
afterAll(() => servers.close());

it('C11: what a region is, is known without a network; records of earlier versions say what they can', async () => {
  const { terminal, ...opened } = await realTerminal(servers);
  await signUp({ terminal, ...opened }, await newAccount(servers));
  const planned: number[] = [];
  const [done] = await terminal.maps.download('city', {
    onPlan: (files) => planned.push(...files.map(({ length }) => length)),
  });
  expect(planned).toEqual([done?.length]);
  const [known] = await terminal.maps.installedRegions();
  expect(known).toMatchObject({ id: 'city', files: [{ name: 'city/tiles.pmtiles', kind: 'tiles', present: true }] });
  expect(known?.bounds[0]).toBeLessThan(known?.bounds[2] ?? -Infinity);

  const record = join(opened.folder, 'installed-maps.json');
  const { facts: _facts, ...old } = Object.values(
    JSON.parse(await readFile(record, 'utf8')) as Record<string, object>,
  )[0] as {
    facts: unknown;
  };
  await writeFile(record, JSON.stringify({ 'city/tiles.pmtiles': old }));
  // The publisher's metadata on disk still tells.
  expect(await terminal.maps.installedRegions()).toEqual([known]);
  await rm(join(opened.folder, 'map-metadata-targets.json'));
  const [nameless] = await terminal.maps.installedRegions();
  expect(nameless).toMatchObject({ id: 'city', names: {}, bounds: [-180, -85, 180, 85], files: [{ kind: 'tiles' }] });

  await rm(done?.path ?? '');
  expect(await terminal.maps.installedRegions()).toMatchObject([{ files: [{ present: false }] }]);
});

it('C11: a region that is taken off leaves nothing behind, and can be had again', async () => {
  const { terminal, ...opened } = await realTerminal(servers);
  await signUp({ terminal, ...opened }, await newAccount(servers));
  const [{ path } = { path: '' }] = await terminal.maps.download('city');
  await terminal.maps.remove('city');
  expect(await readdir(dirname(path))).toEqual([]);
  expect(await terminal.maps.installedRegions()).toEqual([]);
  expect(await codeOfRejection(terminal.maps.remove('city'))).toBe('map.not-installed');
  const [again] = await terminal.maps.download('city');
  expect(again?.fetchedBytes).toBeGreaterThan(0);
});
