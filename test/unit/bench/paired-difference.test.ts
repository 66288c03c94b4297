import { describe, expect, it } from 'vitest';
import { verdictOn } from '../../../bench/authentication-timing/judge.ts';
import { pairedDifference } from '../../../bench/kit/paired-difference.ts';

/** Samples around `middle` that drift and jump together with others of their time, some of them interrupted; the same each time. */
function series(middle: number, count: number, seed: number): number[] {
  let state = seed;
  const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const slower = (index: number) => index / 500 + (Math.floor(index / 700) % 3 === 0 ? 90 : 0);
  return Array.from(
    { length: count },
    (_, index) => middle + slower(index) + 60 * (random() - 0.5) + (random() > 0.95 ? 1_000 * random() : 0),
  );
}

describe('the difference of two series of pairs', () => {
  it('is within its interval where there is none, and the interval is small', () => {
    const intervals = Array.from({ length: 20 }, (_, index) =>
      pairedDifference(series(300, 20_000, 2 * index + 1), series(300, 20_000, 2 * index + 2)),
    );
    expect(intervals.filter(({ low, high }) => low <= 0 && high >= 0).length).toBeGreaterThanOrEqual(18);
    for (const { low, high } of intervals) expect(high - low).toBeLessThan(2);
  });

  it('is found where it is much smaller than the spread', () => {
    const { difference, low, high } = pairedDifference(series(303, 20_000, 1), series(300, 20_000, 2));
    expect(difference).toBeCloseTo(3, 0);
    expect(verdictOn(low, high, 1)).toBe('DIFFERS');
  });

  it('is not made of too few samples', () => {
    expect(() => pairedDifference([1], [1])).toThrow(RangeError);
  });
});

describe('the verdict', () => {
  it.each([
    [0.2, 0.4, 1, 'no difference'],
    [0.2, 0.4, 0.1, 'DIFFERS'],
    [-1.5, 0.5, 1, 'no difference'],
    [-20.5, -19.5, 1, 'DIFFERS'],
    [1.1, 9, 1, 'DIFFERS'],
    [-0.5, 8.5, 1, 'too noisy to tell'],
    [-9, 9, 1, 'too noisy to tell'],
    [-0.1, 2, 0.2, 'too noisy to tell'],
  ] as const)('on %d to %d µs where %d matters is: %s', (low, high, matters, verdict) => {
    expect(verdictOn(low, high, matters)).toBe(verdict);
  });
});
