import { execFile } from 'node:child_process';
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** A disk of its own at a folder. Needs the right to mount. */
export interface SmallDisk {
  /** Fills it up to so many bytes that stay free. */
  readonly leave: (bytes: number) => Promise<void>;
  /** Removes what filled it. */
  readonly makeRoom: () => Promise<void>;
  readonly remove: () => Promise<void>;
}

export async function mountSmallDisk(folder: string, bytes: number): Promise<SmallDisk> {
  const ballast = join(folder, 'ballast');
  await mkdir(folder, { recursive: true });
  await execute('mount', ['-t', 'tmpfs', '-o', `size=${bytes},mode=700`, 'naviterm-test', folder]);
  return {
    leave: async (left) => {
      const { bavail, bsize } = await statfs(folder);
      await writeFile(ballast, new Uint8Array(Math.max(0, bavail * bsize - left)));
    },
    makeRoom: () => rm(ballast),
    remove: async () => void (await execute('umount', ['--lazy', folder])),
  };
}
