import world from 'world-atlas/countries-110m.json' with { type: 'json' };
import { describe, expect, it } from 'vitest';
import { stationsOf } from '../../../../renderer/views/connection/stations.ts';
import { countryRings, frameAround, landPath, placeOf } from '../../../../renderer/views/maps/outline.ts';
import { inOrder, installedSize, nameOf, partOf } from '../../../../renderer/views/maps/region-facts.ts';
import { positionSourceOf } from '../../../../renderer/views/settings/position-source.ts';
import { screenRegion } from '../../../support/screen-state.ts';

describe('the outline of the world', () => {
  const rings = countryRings(world);

  it('has every country, and closes each ring', () => {
    expect(rings.length).toBeGreaterThan(250);
    for (const { points } of rings) {
      const [first, last] = [points[0], points.at(-1)];
      expect(Math.abs(((first?.[0] ?? 0) - (last?.[0] ?? 0)) % 360)).toBeCloseTo(0, 6);
      expect(first?.[1]).toBe(last?.[1]);
    }
  });

  it('goes on beyond the date line instead of across the world', () => {
    for (const { points } of rings)
      for (const [index, [longitude]] of points.entries())
        expect(Math.abs(longitude - (points[index - 1]?.[0] ?? longitude))).toBeLessThan(180.001);
  });

  it('puts the region into the middle of the frame, and its corners inside', () => {
    const bounds = [-56.4, -34.95, -56, -34.7] as [number, number, number, number];
    const frame = frameAround(bounds, 1.3);
    const [x, y] = placeOf(frame, 1.3, [-56.2, -34.825]);
    expect(x).toBeCloseTo(50, 6);
    expect(y).toBeCloseTo(50 / 1.3, 6);
    expect(landPath(rings, frame, 1.3)).toMatch(/^M-?[\d.]+ -?[\d.]+L/u);
    const wide = frameAround([-10, -60, 110, 60], 1.3);
    expect(wide.width).toBe(360);
  });

  it('draws land beside the date line from both of its sides', () => {
    const parts = (west: number) =>
      landPath(rings, frameAround([west, 65, west + 0.5, 66], 1.3), 1.3)
        .split('M')
        .toSorted();
    expect(parts(179.75).length).toBeGreaterThan(2);
    expect(parts(-180.25)).toEqual(parts(179.75));
  });
});

describe('the picture of the chain', () => {
  it('turns at the end of each row', () => {
    expect(stationsOf(7).map(({ column, row, leads }) => `${column}/${row} ${leads ?? 'first'}`)).toEqual([
      '1/1 first',
      '2/1 left',
      '3/1 left',
      '3/2 top',
      '2/2 right',
      '1/2 right',
      '1/3 top',
    ]);
    expect(stationsOf(0)).toEqual([]);
  });
});

describe('regions', () => {
  it('puts what is on its way first, then what needs attention', () => {
    const regions = [
      screenRegion('b'),
      screenRegion('c', { state: 'installed' }),
      screenRegion('a'),
      screenRegion('d', { state: 'damaged' }),
      screenRegion('e', { state: 'update-available' }),
    ];
    const downloads = [
      { regionId: 'b', state: 'fetching' as const },
      { regionId: 'c', state: 'done' as const },
    ];
    expect(inOrder(regions, downloads, 'en').map(({ id }) => id)).toEqual(['b', 'd', 'e', 'c', 'a']);
  });

  it('has a name in whatever language there is', () => {
    expect(nameOf(screenRegion('x', { names: { ja: '東京', en: 'Tokyo' } }), 'ja')).toBe('東京');
    expect(nameOf(screenRegion('x', { names: { en: 'Tokyo' } }), 'ja')).toBe('Tokyo');
    expect(nameOf(screenRegion('x', { names: { fr: 'Tokyo' } }), 'ja')).toBe('Tokyo');
    expect(nameOf(screenRegion('x', { names: {} }), 'ja')).toBe('x');
  });

  it('knows how far a download is', () => {
    expect(partOf({ doneBytes: 1, totalBytes: 4 })).toBe(0.25);
    expect(partOf({ doneBytes: 5, totalBytes: 4 })).toBe(1);
    expect(partOf({ doneBytes: 0, totalBytes: 0 })).toBeUndefined();
    const files = [
      { kind: 'tiles' as const, url: 'a', size: 2 },
      { kind: 'graph' as const, url: 'b', size: 3 },
    ];
    expect(installedSize(screenRegion('x', { files }))).toBe(5);
  });
});

it('takes a source of positions, or says what is wrong with it', () => {
  const draft = { host: ' localhost ', port: '2947', path: '/dev/ttyACM0' };
  expect(positionSourceOf({ ...draft, kind: 'none' })).toEqual({ kind: 'none' });
  expect(positionSourceOf({ ...draft, kind: 'gpsd' })).toEqual({ kind: 'gpsd', host: 'localhost', port: 2947 });
  expect(positionSourceOf({ ...draft, kind: 'nmea' })).toEqual({ kind: 'nmea', path: '/dev/ttyACM0' });
  expect(positionSourceOf({ ...draft, kind: 'gpsd', host: ' ' })).toBe('host');
  for (const port of ['', '0', '65536', '12a', '-1', '1e3'])
    expect(positionSourceOf({ ...draft, kind: 'gpsd', port })).toBe('port');
  expect(positionSourceOf({ ...draft, kind: 'nmea', path: ' ' })).toBe('path');
});
