import type { AddProtocolAction } from 'maplibre-gl';
import { FetchSource, PMTiles } from 'pmtiles';
import type { InstalledRegion } from './installed-regions.ts';
import { sharedArea, tileBounds } from './tile-bounds.ts';

/** All installed regions behind two addresses of tiles: one of the world's map, one of the detailed maps. */
export interface RegionTiles {
  readonly load: (kind: 'overview' | 'detail') => AddProtocolAction;
  /** @returns whether anything changed */
  readonly setRegions: (regions: readonly InstalledRegion[]) => boolean;
}

interface OpenRegion {
  readonly region: InstalledRegion;
  readonly archive: PMTiles;
}

const nothing = () => ({ data: new ArrayBuffer(0) });

/** @param onUnreadable called with the region whose archive could not be read */
export function createRegionTiles(onUnreadable: (regionId: string) => void): RegionTiles {
  let open: readonly OpenRegion[] = [];

  /** Where regions meet in one tile, the one that fills most of it is drawn. */
  const regionOf = (overview: boolean, zoom: number, x: number, y: number): OpenRegion | undefined => {
    const box = tileBounds(zoom, x, y);
    let best: OpenRegion | undefined;
    let most = 0;
    for (const candidate of open) {
      if (candidate.region.overview !== overview) continue;
      const shared = sharedArea(candidate.region.bounds, box);
      if (shared <= most) continue;
      best = candidate;
      most = shared;
    }
    return best;
  };

  return {
    load:
      (kind) =>
      async ({ url }, { signal }) => {
        const [zoom, x, y] = numbersOf(url);
        if (zoom === undefined || x === undefined || y === undefined) return nothing();
        // Without a map of the world, a detailed map shows what it has of it.
        const wantsOverview = kind === 'overview' && open.some(({ region }) => region.overview);
        const found = regionOf(wantsOverview, zoom, x, y);
        if (found === undefined) return nothing();
        try {
          const tile = await found.archive.getZxy(zoom, x, y, signal);
          return tile === undefined ? nothing() : { data: tile.data };
        } catch (error) {
          if (!signal.aborted) onUnreadable(found.region.id);
          throw error;
        }
      },
    setRegions: (regions) => {
      const same =
        regions.length === open.length && regions.every(({ tiles }, index) => tiles === open[index]?.region.tiles);
      if (same) return false;
      open = regions.map((region) => open.find((one) => one.region.tiles === region.tiles) ?? openRegion(region));
      return true;
    },
  };
}

function openRegion(region: InstalledRegion): OpenRegion {
  const archive = new PMTiles(new FetchSource(new URL(region.tiles, location.href).href));
  // Every tile waits for the header, so it is read before any tile is asked for. Whether it can be read, a tile will tell.
  archive.getHeader().catch(() => undefined);
  return { region, archive };
}

/** Zoom, column and row at the end of `kind://zoom/x/y?version`. */
function numbersOf(url: string): number[] {
  return (/(\d+)\/(\d+)\/(\d+)(?:\?|$)/u.exec(url) ?? []).slice(1).map(Number);
}
