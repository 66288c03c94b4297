import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FileStore } from '../../../src/host/file-store.ts';
import { StateFile } from '../../../src/terminal/state.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'naviterm-stored-'));
});
afterEach(() => rm(folder, { recursive: true }));

it.each([
  ['an empty file', ''],
  ['a file that was cut off', '{"format":1,'],
  ['bytes that are no text', new Uint8Array([0, 0xff, 0xfe])],
  ['another type', '[]'],
  ['a field of another type', '{"format":1,"directoryVersion":"x","seenVersions":{},"chains":{}}'],
])('names the file and what to do where the state is %s', async (_, content) => {
  await writeFile(join(folder, 'terminal-state.json'), content);
  await expect(StateFile.open(new FileStore(folder))).rejects.toMatchObject({
    code: 'store.unreadable',
    detail: expect.stringMatching(/terminal-state\.json: .*put back a copy/) as string,
  });
});
