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

it.each(['', '0', 'rubbish', '1 another-boot 4711', `${process.pid} another-boot 4711`])(
  'takes over a lock that says "%s": empty, or of a process whose number belongs to another by now',
  async (words) => {
    await writeFile(join(folder, 'terminal.lock'), words);
    const release = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'configuration.invalid' });
    await release();
  },
);

it('lets one in where many find a lock that was left behind, time and again', async () => {
  for (let round = 0; round < 50; round++) {
    await writeFile(join(folder, 'terminal.lock'), '99999999');
    const all = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder)));
    const holders = all.filter((one) => one.status === 'fulfilled');
    expect(holders).toHaveLength(1);
    await holders[0]?.value();
  }
});

it('takes over where a killed process left the guard of a takeover, too', async () => {
  await writeFile(join(folder, 'terminal.lock'), '99999999');
  await writeFile(join(folder, 'terminal.lock.takeover'), '99999999');
  const release = await lockFolder(folder);
  await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'configuration.invalid' });
  await release();
});
