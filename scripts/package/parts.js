import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { hashOf } from '../lib/content-hash.js';
import { packagedRegions } from '../lib/package-build.js';
import { root } from '../lib/repository.js';

/** Where what electron-builder does not make lies until it is packaged; electron-builder.yml names it too. */
export const partsFolder = join(root, 'build', 'package-parts');

/** Holds the hash of what the package was made of. */
export const stamp = join(root, 'build', 'package', 'package.stamp');

const endings = ['json', 'pmtiles', 'graph', 'places'];

/** What a package is made of, but for the runtime. */
const sources = [
  'build/app',
  ...packagedRegions.flatMap((region) => endings.map((ending) => `build/regions/${region}.${ending}`)),
  'electron-builder.yml',
  'LICENSE',
  'local-servers',
  'package-lock.json',
  'package.json',
  'scripts/checks/licence-rules.js',
  'scripts/lib/package-build.js',
  'scripts/package',
  'src',
];

/** @param {import('./runtime.js').Runtime} runtime @returns {string} */
export const hashOfParts = ({ folder, version, node }) =>
  createHash('sha256')
    .update(JSON.stringify([hashOf(sources), folder, version, node ?? null, process.platform, process.arch]))
    .digest('hex');
