import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lockFolder } from '../../../src/host/terminal-lock.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'naviterm-lock-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('lets one in at a time, and the next after it', async () => {
  const release = await lockFolder(folder);
  await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'configuration.invalid' });
  await release();
  await (
    await lockFolder(folder)
  )();
});

it('takes over what a killed process left behind', async () => {
  // No process has this number: Linux counts to 2^22 at most.
  await writeFile(join(folder, 'terminal.lock'), '99999999');
  const release = await lockFolder(folder);
  await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'configuration.invalid' });
  await release();
});
