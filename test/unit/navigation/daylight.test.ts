import { describe, expect, it } from 'vitest';
import type { LongitudeLatitude } from '../../../src/contract/screen/geography.ts';
import { daylight } from '../../../src/navigation/daylight.ts';

const at = (time: string) => Date.parse(time) / 1000;
const minutes = 60;

/** Beginning and end of civil twilight as almanacs give them (UTC). */
const almanac: readonly [string, LongitudeLatitude, string, string][] = [
  ['Greenwich at the March equinox', [0, 51.48], '2024-03-20T05:30Z', '2024-03-20T18:47Z'],
  [
    'Tokyo at the June solstice (sunrise 4:25, sunset 19:00)',
    [139.69, 35.69],
    '2024-06-20T18:55Z',
    '2024-06-21T10:31Z',
  ],
  [
    'Tokyo at the December solstice (sunrise 6:47, sunset 16:31)',
    [139.69, 35.69],
    '2024-12-20T21:18Z',
    '2024-12-21T08:00Z',
  ],
  [
    'Montevideo at the December solstice (sunrise 5:27, sunset 19:58)',
    [-56.18, -34.9],
    '2024-12-21T07:57Z',
    '2024-12-21T23:28Z',
  ],
  [
    'Montevideo at the June solstice (sunrise 7:52, sunset 17:40)',
    [-56.18, -34.9],
    '2024-06-21T10:24Z',
    '2024-06-21T21:09Z',
  ],
];

describe('daylight', () => {
  it.each(almanac)('%s begins and ends with civil twilight', (_, place, dawn, dusk) => {
    expect(daylight(place, at(dawn) - 4 * minutes)).toBe(false);
    expect(daylight(place, at(dawn) + 4 * minutes)).toBe(true);
    expect(daylight(place, at(dusk) - 4 * minutes)).toBe(true);
    expect(daylight(place, at(dusk) + 4 * minutes)).toBe(false);
  });

  it('lasts all day or not at all near the poles', () => {
    const hours = Array.from({ length: 24 }, (_, hour) => hour * 3_600);
    const longyearbyen: LongitudeLatitude = [15.63, 78.22];
    expect(hours.every((hour) => daylight(longyearbyen, at('2024-06-21T00:00Z') + hour))).toBe(true);
    expect(hours.some((hour) => daylight(longyearbyen, at('2024-12-21T00:00Z') + hour))).toBe(false);
  });
});
