import type { Bounds } from '../../../src/contract/screen/geography.ts';
import type { ScreenState } from '../../../src/contract/screen/state.ts';

/** A map on this terminal, ready to be drawn. */
export interface InstalledRegion {
  readonly id: string;
  readonly bounds: Bounds;
  /** Of its PMTiles archive, served by byte ranges. */
  readonly tiles: string;
  /** Covers the world roughly, and is drawn below those that do not. */
  readonly overview: boolean;
  readonly attribution: string;
}

/** Degrees of longitude from which a map counts as one of the world. */
const worldWide = 180;

/** The maps that can be drawn; one that is damaged on disk is not. */
export function installedRegions({ regions }: ScreenState['maps']): InstalledRegion[] {
  return regions.flatMap(({ id, bounds, files, state, attribution = '' }) => {
    const tiles = files.find(({ kind }) => kind === 'tiles')?.url;
    if (tiles === undefined || state === 'not-installed' || state === 'damaged') return [];
    return [{ id, bounds, tiles, attribution, overview: bounds[2] - bounds[0] >= worldWide }];
  });
}

/** What has to be said about where the maps come from, each once, the detailed maps first. */
export function attributionsOf(regions: readonly InstalledRegion[]): string[] {
  const ordered = regions.toSorted((a, b) => Number(a.overview) - Number(b.overview));
  return [...new Set(ordered.map(({ attribution }) => attribution).filter((text) => text !== ''))];
}

/** Degrees: regions further apart than this are not shown together. */
const together = 8;

/** The box that a map begins with: around the detailed maps, if they lie together, else around the first of them. */
export function firstBounds(regions: readonly InstalledRegion[]): Bounds | undefined {
  const detailed = regions.filter(({ overview }) => !overview);
  const [first, ...rest] = (detailed.length > 0 ? detailed : regions).map(({ bounds }) => bounds);
  if (first === undefined) return undefined;
  const all = rest.reduce<Bounds>(
    ([west, south, east, north], next) => [
      Math.min(west, next[0]),
      Math.min(south, next[1]),
      Math.max(east, next[2]),
      Math.max(north, next[3]),
    ],
    first,
  );
  return all[2] - all[0] <= together && all[3] - all[1] <= together ? all : first;
}
