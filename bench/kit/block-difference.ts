import { summarise } from './statistics.ts';

/** How far apart two kinds of answers are in time. */
export interface BlockDifference {
  /** Mean of the blocks' differences of medians; the unit is that of the samples. */
  readonly difference: number;
  /** Half of the 99 % confidence interval around it. */
  readonly noise: number;
}

/** Quantile of the normal distribution for 99 %; there are enough blocks for it. */
const quantile = 2.576;

/**
 * Compares two series that were sampled in turn, block by block: within a block both met the same machine, so what drifts
 * from one to the next cancels out; medians leave out what interrupted single samples.
 * @throws RangeError where there are fewer than two blocks
 */
export function blockDifference(one: readonly number[], other: readonly number[], blocks: number): BlockDifference {
  const size = Math.floor(Math.min(one.length, other.length) / blocks);
  if (blocks < 2 || size < 1) throw new RangeError('too few samples for two blocks');
  const differences = Array.from({ length: blocks }, (_, block) => {
    const part = (series: readonly number[]) => summarise(series.slice(block * size, (block + 1) * size)).median;
    return part(one) - part(other);
  });
  const mean = differences.reduce((sum, value) => sum + value, 0) / blocks;
  const variance = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (blocks - 1);
  return { difference: mean, noise: quantile * Math.sqrt(variance / blocks) };
}
