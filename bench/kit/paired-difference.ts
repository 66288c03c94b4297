/** How much longer one kind of sample takes than another; the unit is that of the samples. */
export interface PairedDifference {
  /** Mean of the pairs' differences without the fifth at either end. */
  readonly difference: number;
  /** Ends of the 99 % confidence interval around it. */
  readonly low: number;
  readonly high: number;
}

/** Pairs that stand and fall together in the bootstrap: what disturbs one disturbs its neighbours. */
const blockSize = 50;
/** What interrupts single samples lies at the ends of the differences. */
const trimmed = 0.2;
const resamples = 2_000;
const outside = 0.01;

/**
 * Compares two series whose samples were taken in pairs, one right after the other: what drifts over both cancels out.
 * The interval is the bootstrap's over blocks of neighbouring pairs, always drawn in the same way.
 * @throws RangeError where there are fewer than twenty blocks
 */
export function pairedDifference(one: readonly number[], other: readonly number[]): PairedDifference {
  const pairs = Array.from(
    { length: Math.min(one.length, other.length) },
    (_, at) => (one[at] ?? 0) - (other[at] ?? 0),
  );
  const blocks = Math.floor(pairs.length / blockSize);
  if (blocks < 20) throw new RangeError('too few samples to compare');
  const middles = Array.from({ length: blocks }, (_, block) =>
    trimmedMean(pairs.slice(block * blockSize, (block + 1) * blockSize)),
  );
  const random = numbersFrom(1);
  const means = Array.from({ length: resamples }, () => {
    let sum = 0;
    for (let drawn = 0; drawn < blocks; drawn += 1) sum += middles[Math.floor(random() * blocks)] ?? 0;
    return sum / blocks;
  }).toSorted((a, b) => a - b);
  const at = (share: number) => means[Math.round(share * (resamples - 1))] ?? 0;
  return {
    difference: middles.reduce((sum, value) => sum + value, 0) / blocks,
    low: at(outside / 2),
    high: at(1 - outside / 2),
  };
}

function trimmedMean(values: readonly number[]): number {
  const ends = Math.floor(values.length * trimmed);
  const middle = values.toSorted((a, b) => a - b).slice(ends, values.length - ends);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}

/** Lehmer's generator, modulo 2^31 - 1: numbers from 0 to 1. */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}
