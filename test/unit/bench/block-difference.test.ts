import { describe, expect, it } from 'vitest';
import { verdictOn } from '../../../bench/authentication-timing/judge.ts';
import { blockDifference } from '../../../bench/kit/block-difference.ts';

/** Samples around `middle` that drift upwards, some of them interrupted; the same each time. */
function series(middle: number, count: number, seed: number): number[] {
  let state = seed;
  const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  return Array.from(
    { length: count },
    (_, index) => middle + index / 500 + 20 * (random() - 0.5) + (random() > 0.98 ? 1_000 * random() : 0),
  );
}

describe('the difference of two series that drift alike', () => {
  it('is within its noise where there is none', () => {
    const { difference, noise } = blockDifference(series(300, 20_000, 1), series(300, 20_000, 2), 50);
    expect(Math.abs(difference)).toBeLessThan(2 * noise);
    expect(noise).toBeLessThan(0.5);
  });

  it('is found where it is much smaller than the spread', () => {
    const { difference, noise } = blockDifference(series(302, 20_000, 1), series(300, 20_000, 2), 50);
    expect(difference).toBeGreaterThan(2 - 2 * noise);
    expect(verdictOn(difference, noise)).toBe('DIFFERS');
  });

  it('is not made of too few samples', () => {
    expect(() => blockDifference([1], [1], 50)).toThrow(RangeError);
  });
});

describe('the verdict', () => {
  it.each([
    [0.3, 0.1, 'no difference'],
    [-20, 0.5, 'DIFFERS'],
    [4, 4.5, 'no difference'],
    [9, 10, 'too noisy to tell'],
    [20, 10, 'DIFFERS'],
  ] as const)('on %d ± %d µs is: %s', (difference, noise, verdict) => {
    expect(verdictOn(difference, noise)).toBe(verdict);
  });
});
