import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Type } from 'typebox';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { KeptValue } from '../../../src/host/kept-value.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'naviterm-kept-'));
});
afterEach(() => rm(folder, { recursive: true }));

const schema = Type.Object({ count: Type.Integer() }, { additionalProperties: false });
const open = () => KeptValue.open({ folder, name: 'value.json', schema, initial: { count: 0 } });

it('keeps what was changed last, also where changes come quicker than the disk', async () => {
  const kept = await open();
  const changes = Array.from({ length: 50 }, () => kept.change(({ count }) => ({ count: count + 1 })));
  expect(kept.value).toEqual({ count: 50 });
  await Promise.all(changes);
  expect((await open()).value).toEqual({ count: 50 });
  expect(await readdir(folder)).toEqual(['value.json']);
});

it.each(['', '{"count":', '[]', '{"count":"1"}', '{"count":1,"more":2}', '\u0000'])(
  'takes rubbish (%j) for nothing, tells it, and puts it aside',
  async (rubbish) => {
    await writeFile(join(folder, 'value.json'), rubbish);
    const kept = await open();
    expect(kept.value).toEqual({ count: 0 });
    expect(kept.damage?.code).toBe('store.unreadable');
    expect(await readFile(join(folder, 'value.json.damaged'), 'utf8')).toBe(rubbish);
    await kept.change(() => ({ count: 1 }));
    const again = await open();
    expect(again).toMatchObject({ value: { count: 1 }, damage: undefined });
  },
);

it('says that a change is not on disk, and tries the next one all the same', async () => {
  const kept = await open();
  await rm(folder, { recursive: true });
  await writeFile(folder, '');
  await expect(kept.change(() => ({ count: 1 }))).rejects.toMatchObject({ code: 'store.unreadable' });
  await rm(folder);
  await kept.change(() => ({ count: 2 }));
  expect((await open()).value).toEqual({ count: 2 });
});
