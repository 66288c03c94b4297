import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from './repository.js';

/**
 * What something is made of, in one number.
 * @param {readonly string[]} paths of files and folders, relative to the repository
 * @returns {string} SHA-256 over all files' names and contents
 */
export function hashOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths.flatMap((one) => filesIn(join(root, one)))) {
    hash.update(`${relative(root, path)}\0`);
    hash.update(createHash('sha256').update(readFileSync(path)).digest());
  }
  return hash.digest('hex');
}

/** @param {string} path of a folder or a file @returns {string[]} */
function filesIn(path) {
  if (!existsSync(path)) return [];
  const entries = readdirSafely(path);
  if (entries === undefined) return [path];
  return entries
    .filter(({ name }) => name !== 'node_modules')
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesIn(join(path, entry.name)) : [join(path, entry.name)]));
}

/** @param {string} path @returns {import('node:fs').Dirent[] | undefined} undefined for a file */
function readdirSafely(path) {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return undefined;
    throw error;
  }
}
