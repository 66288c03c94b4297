import type { SeenVersions } from '../../../src/allocation/versions.ts';

/** What a walk or a chain added to the memory of versions (G2). */
export function newVersions(before: SeenVersions, after: SeenVersions): SeenVersions {
  return Object.fromEntries(Object.entries(after).filter(([link, version]) => before[link] !== version));
}
