import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Static, TSchema } from 'typebox';
import { check } from '../contract/check.ts';
import { CodedError } from '../errors/coded-error.ts';
import { namingPlace } from '../errors/naming-place.ts';
import { decodeJson, encodeJson } from '../protocol/bytes.ts';
import { isMissing, readWhole, writeAtomically } from './atomic-file.ts';

const maximumBytes = 8 * 1024 * 1024;

export interface KeptFile<Schema extends TSchema> {
  readonly folder: string;
  readonly name: string;
  readonly schema: Schema;
  /** What holds where there is no file yet, or one that cannot be used. */
  readonly initial: Static<Schema>;
}

/**
 * A small value in a JSON file of its own, replaced as a whole at every change. Rubbish in the file costs the value and
 * nothing else: it is put aside as `<name>.damaged`, and told.
 */
export class KeptValue<Schema extends TSchema> {
  readonly #path: string;
  #value: Static<Schema>;
  #writing: Promise<void> = Promise.resolve();
  #waiting = false;
  /** Of the file that was found. */
  readonly damage: CodedError | undefined;

  private constructor(path: string, value: Static<Schema>, damage: CodedError | undefined) {
    this.#path = path;
    this.#value = value;
    this.damage = damage;
  }

  static async open<Schema extends TSchema>(file: KeptFile<Schema>): Promise<KeptValue<Schema>> {
    const path = join(file.folder, file.name);
    try {
      const read = async () => {
        const content = await readWhole(path, maximumBytes);
        if (content === undefined) return file.initial;
        return check(file.schema, decodeJson(content, 'store.unreadable'), 'store.unreadable');
      };
      return new KeptValue<Schema>(path, await namingPlace(path, read), undefined);
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      await rename(path, `${path}.damaged`).catch((failure: unknown) => {
        // A folder that nobody can write to is told by the first change.
        if (!isMissing(failure) && !(failure instanceof Error && 'code' in failure)) throw failure;
      });
      return new KeptValue<Schema>(path, file.initial, error);
    }
  }

  get value(): Static<Schema> {
    return this.#value;
  }

  /** In force at once; resolves when it is on disk. Changes that come while one is written go together. @throws store.* */
  change(change: (value: Static<Schema>) => Static<Schema>): Promise<void> {
    const next = change(this.#value);
    if (next === this.#value) return this.#writing;
    this.#value = next;
    if (this.#waiting) return this.#writing;
    this.#waiting = true;
    const write = () => {
      this.#waiting = false;
      return writeAtomically(this.#path, encodeJson(this.#value));
    };
    // Who came before hears of a failure of theirs; this one is a new attempt.
    this.#writing = this.#writing.then(write, write);
    return this.#writing;
  }
}
