import { describe, expect, it } from 'vitest';
import { createFormats } from '../../../../renderer/words/formats.ts';

const english = createFormats('en', 'metric', '24-hour');
const miles = createFormats('en', 'imperial', '12-hour');
const japanese = createFormats('ja', 'metric', '24-hour');

describe('sizes', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1_000, '1 kB'],
    [999_499, '999 kB'],
    [999_500, '1 MB'],
    [48_211_000, '48.2 MB'],
    [999_949_999, '1 GB'],
    [3_200_000_000_000, '3.2 TB'],
  ])('writes %d bytes as %s', (bytes, written) => {
    expect(english.bytes(bytes)).toBe(written);
  });

  it('writes rates and takes no size below nothing', () => {
    expect(english.rate(2_340_000)).toBe('2.3 MB/s');
    expect(english.bytes(-5)).toBe('0 bytes');
  });
});

describe('distances', () => {
  it.each([
    [english, 12, '10 m'],
    [english, 847, '850 m'],
    [english, 996, '1 km'],
    [english, 12_340, '12.3 km'],
    [english, 123_400, '123 km'],
    [miles, 100, '350 ft'],
    [miles, 1_609, '1 mi'],
    [miles, 40_000, '24.9 mi'],
    [japanese, 850, '850 m'],
  ])('says lengths as one speaks of them', (formats, metres, written) => {
    expect(formats.distance(metres)).toBe(written);
  });

  it('says speeds', () => {
    expect(english.speed(13.9)).toBe('50 km/h');
    expect(miles.speed(13.9)).toBe('31 mph');
  });
});

describe('times', () => {
  it.each([
    [0, '0 sec'],
    [59.4, '59 sec'],
    [59.6, '1 min'],
    [3_570, '1 hr'],
    [3_900, '1 hr 5 min'],
  ])('says %d seconds as %s', (seconds, written) => {
    expect(english.duration(seconds)).toBe(written);
  });

  it('says durations in Japanese', () => {
    expect(japanese.duration(3_900)).toBe('1 時間 5 分');
  });

  it.each([
    [0, '0:00'],
    [0.2, '0:01'],
    [59.5, '1:00'],
    [245, '4:05'],
    [3_605, '1:00:05'],
    [-3, '0:00'],
  ])('counts %d seconds down as %s', (seconds, written) => {
    expect(english.countdown(seconds)).toBe(written);
  });

  it('tells hours by the clock that was chosen', () => {
    const evening = new Date(2026, 10, 21, 21, 5);
    expect(english.time(evening)).toBe('21:05');
    expect(miles.time(evening)).toMatch(/^9:05\sPM$/u);
  });

  it('tells how long ago', () => {
    expect(english.ago(20)).toBe('this minute');
    expect(english.ago(3 * 86_400)).toBe('3 days ago');
    expect(japanese.ago(3 * 86_400)).toBe('3 日前');
  });

  it('tells what took long and what did not', () => {
    expect(english.took(0.012)).toBe('12 ms');
    expect(english.took(1.24)).toBe('1.2 sec');
  });
});

it('writes amounts of currencies with and without minor units', () => {
  expect(english.price(50_000, 'JPY')).toBe('¥50,000');
  expect(english.price(1_250, 'EUR')).toBe('€12.50');
});

it('writes addresses as one reads them', () => {
  expect(english.address('https://maps.example/')).toBe('maps.example');
});
