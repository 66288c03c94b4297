import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readWhole, writeAtomically } from '../../../src/host/atomic-file.ts';
import { utf8 } from '../../../src/protocol/bytes.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'naviterm-files-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('replaces a file as a whole, readable by its owner alone, and leaves no temporary file', async () => {
  const path = join(folder, 'deep', 'state.json');
  await writeAtomically(path, utf8('one'));
  await writeAtomically(path, utf8('two'));
  expect(await readFile(path, 'utf8')).toBe('two');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readdir(join(folder, 'deep'))).toEqual(['state.json']);
});

it('keeps what was there when many write at once: one of the contents, whole', async () => {
  const path = join(folder, 'state.json');
  const contents = Array.from({ length: 20 }, (_, index) => String(index).repeat(10_000));
  await Promise.all(contents.map((content) => writeAtomically(path, utf8(content))));
  expect(contents).toContain(await readFile(path, 'utf8'));
});

it('leaves the old content where the new one cannot be written', async () => {
  const path = join(folder, 'file', 'state.json');
  await writeFile(join(folder, 'file'), 'no folder');
  await expect(writeAtomically(path, utf8('x'))).rejects.toMatchObject({ code: 'store.unreadable' });
  expect(await readFile(join(folder, 'file'), 'utf8')).toBe('no folder');
});

it('says undefined for a missing file and refuses one above its ceiling', async () => {
  const path = join(folder, 'large');
  expect(await readWhole(path, 10)).toBeUndefined();
  await writeFile(path, 'x'.repeat(11));
  await expect(readWhole(path, 10)).rejects.toMatchObject({ code: 'store.unreadable' });
});
