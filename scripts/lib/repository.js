import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's top folder. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/**
 * Words for the person who waits; never on standard output, which belongs to the program that is started.
 * @param {string} words
 */
export const say = (words) => void process.stderr.write(`${words}\n`);

/** Something that the set-up cannot go on from; its message says what to do. */
export class SetUpError extends Error {}
