import type { ScreenState } from '../../../src/contract/screen/state.ts';

export type Region = ScreenState['maps']['regions'][number];
export type Download = ScreenState['downloads'][number];

/** A region's name in the user's language, or in any that it has. */
export const nameOf = (region: Region, language: string): string =>
  region.names[language] ?? region.names['en'] ?? Object.values(region.names)[0] ?? region.id;

/** How far a download is, from 0 to 1; undefined while nobody knows how much there is. */
export const partOf = ({ doneBytes, totalBytes }: Pick<Download, 'doneBytes' | 'totalBytes'>): number | undefined =>
  totalBytes === 0 ? undefined : Math.min(1, doneBytes / totalBytes);

/** Bytes that a region takes on this terminal. */
export const installedSize = ({ files }: Region): number => files.reduce((sum, { size }) => sum + size, 0);

const order: Readonly<Record<Region['state'], number>> = {
  damaged: 0,
  'update-available': 1,
  installed: 2,
  'not-installed': 3,
};

/** What is on its way first, then what needs attention, what is here, and the rest; by name. */
export const inOrder = (
  regions: readonly Region[],
  downloads: readonly Pick<Download, 'regionId' | 'state'>[],
  language: string,
): readonly Region[] => {
  const collator = new Intl.Collator(language);
  const under = new Set(downloads.filter(({ state }) => state !== 'done').map(({ regionId }) => regionId));
  const place = (region: Region) => (under.has(region.id) ? -1 : order[region.state]);
  return regions.toSorted(
    (one, other) => place(one) - place(other) || collator.compare(nameOf(one, language), nameOf(other, language)),
  );
};
