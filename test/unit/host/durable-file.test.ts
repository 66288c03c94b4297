import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createDurably, makeFolder } from '../../../src/host/durable-file.ts';
import { utf8 } from '../../../src/protocol/bytes.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'naviterm-durable-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('makes a folder with those that it lies in, for its owner alone, and does not mind one that is there', async () => {
  const path = join(folder, 'one', 'two', 'three');
  await makeFolder(path);
  await makeFolder(path);
  expect((await stat(path)).mode & 0o777).toBe(0o700);
});

it('makes no folder where a file is in the way', async () => {
  await writeFile(join(folder, 'file'), '');
  await expect(makeFolder(join(folder, 'file', 'below'))).rejects.toMatchObject({ code: 'ENOTDIR' });
});

it('makes a new file once: of many at the same time one is written, whole, and no draft stays', async () => {
  const path = join(folder, 'new');
  const contents = Array.from({ length: 8 }, (_, index) => String(index).repeat(10_000));
  const created = await Promise.all(contents.map((content) => createDurably({ path, bytes: utf8(content) })));
  expect(created.filter(Boolean)).toHaveLength(1);
  expect(await readFile(path, 'utf8')).toBe(contents[created.indexOf(true)]);
  expect(await readdir(folder)).toEqual(['new']);
});
