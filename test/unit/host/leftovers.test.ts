import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { removeLeftovers, removeUnfinished } from '../../../src/host/leftovers.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'naviterm-leftovers-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('removes what was being written, and nothing that was written', async () => {
  const digest = 'ab'.repeat(32);
  const maps = join(folder, 'maps', 'city', 'tiles.pmtiles');
  await mkdir(maps, { recursive: true });
  const kept = [
    join(folder, 'state.json'),
    join(folder, 'notes.tmp'),
    join(maps, digest),
    join(maps, `${digest}.list`),
    join(maps, `${digest}.draft`),
  ];
  const left = [join(folder, `state.json.${randomUUID()}.tmp`), join(maps, `${digest}.list.${randomUUID()}.tmp`)];
  for (const path of [...kept, ...left]) await writeFile(path, 'x');

  await removeLeftovers(folder, join(folder, 'maps'));
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  expect(files.toSorted()).toEqual(kept.map((path) => join(path)).toSorted());
});

it('is content where nothing is there yet', async () => {
  await removeLeftovers(join(folder, 'none'), join(folder, 'none', 'maps'));
  expect(await readdir(folder)).toEqual([]);
});

it('leaves alone what somebody may be writing at this moment', async () => {
  const [old, young] = [`role.json.${randomUUID()}.tmp`, `role.json.${randomUUID()}.tmp`];
  for (const name of [old, young]) await writeFile(join(folder, name), 'x');
  const longAgo = new Date(Date.now() - 700_000);
  await utimes(join(folder, old), longAgo, longAgo);

  await removeUnfinished([folder, join(folder, 'none')], 600);
  expect(await readdir(folder)).toEqual([young]);
  await removeUnfinished([folder], 0);
  expect(await readdir(folder)).toEqual([]);
});
