import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Store } from '../terminal/ports.ts';
import { readWhole, writeAtomically } from './atomic-file.ts';

const maximumBytes = 16 * 1024 * 1024;

/** The terminal's files in one folder. */
export class FileStore implements Store {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  read(name: string): Promise<Uint8Array | undefined> {
    return readWhole(join(this.#folder, name), maximumBytes);
  }

  write(name: string, content: Uint8Array): Promise<void> {
    return writeAtomically(join(this.#folder, name), content);
  }

  async remove(name: string): Promise<void> {
    await rm(join(this.#folder, name), { force: true });
  }
}
