import { describe, expect, it } from 'vitest';
import {
  attributionsOf,
  firstBounds,
  installedRegions,
  type InstalledRegion,
} from '../../../../../renderer/map/tiles/installed-regions.ts';
import { sharedArea, tileBounds } from '../../../../../renderer/map/tiles/tile-bounds.ts';
import type { ScreenState } from '../../../../../src/contract/screen/state.ts';

type Region = ScreenState['maps']['regions'][number];

const region = (id: string, more: Partial<Region> = {}): Region => ({
  id,
  names: {},
  bounds: [-57, -35, -56, -34],
  entitled: true,
  state: 'installed',
  files: [{ kind: 'tiles', url: `naviterm://terminal/maps/${id}/tiles.pmtiles`, size: 1 }],
  attribution: '© OpenStreetMap contributors',
  ...more,
});
const world = region('world', { bounds: [-180, -85, 180, 85], attribution: 'Made with Natural Earth' });
const maps = (...regions: Region[]): ScreenState['maps'] => ({ listed: 'publisher', refreshing: false, regions });

describe('installed regions', () => {
  it('leave out what is damaged or not there', () => {
    const found = installedRegions(
      maps(region('a'), region('b', { state: 'damaged' }), region('c', { state: 'not-installed', files: [] }), world),
    );
    expect(found.map(({ id, overview }) => [id, overview])).toEqual([
      ['a', false],
      ['world', true],
    ]);
  });

  it('name their sources once, the detailed first', () => {
    expect(attributionsOf(installedRegions(maps(world, region('a'), region('b'))))).toEqual([
      '© OpenStreetMap contributors',
      'Made with Natural Earth',
    ]);
  });

  it('begin the map with those that lie together', () => {
    const at = (bounds: InstalledRegion['bounds'], overview = false): InstalledRegion => ({
      id: 'x',
      bounds,
      tiles: '',
      overview,
      attribution: '',
    });
    const here = at([0, 0, 1, 1]);
    expect(firstBounds([])).toBeUndefined();
    expect(firstBounds([at([-180, -85, 180, 85], true), here, at([2, 1, 3, 4])])).toEqual([0, 0, 3, 4]);
    expect(firstBounds([here, at([70, 50, 71, 51])])).toEqual([0, 0, 1, 1]);
  });
});

describe('a tile', () => {
  it('has the bounds of the web Mercator grid', () => {
    expect(tileBounds(0, 0, 0).map((degrees) => Math.round(degrees * 1e4) / 1e4)).toEqual([
      -180, -85.0511, 180, 85.0511,
    ]);
    const [west, south, east, north] = tileBounds(12, 1408, 2468);
    expect(west).toBeCloseTo(-56.25, 4);
    expect(east - west).toBeCloseTo(360 / 4096, 8);
    expect(south).toBeLessThan(north);
    expect(north).toBeLessThan(-34);
  });

  it('shares an area with a box, or none', () => {
    expect(sharedArea([0, 0, 2, 2], [1, 1, 3, 3])).toBe(1);
    expect(sharedArea([0, 0, 1, 1], [1, 0, 2, 1])).toBe(0);
    expect(sharedArea([0, 0, 1, 1], [5, 5, 6, 6])).toBe(0);
  });
});
