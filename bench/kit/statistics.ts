/** The middle of some numbers, and how far they spread around it. */
export interface Summary {
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
  /** Half of the distance from the lowest to the highest, as a share of the median. */
  readonly spread: number;
}

/** @throws RangeError where there is nothing to summarise */
export function summarise(values: readonly number[]): Summary {
  const sorted = values.toSorted((a, b) => a - b);
  const lowest = sorted[0];
  const highest = sorted.at(-1);
  const upper = sorted[sorted.length >> 1];
  const lower = sorted[(sorted.length - 1) >> 1];
  if (lowest === undefined || highest === undefined || upper === undefined || lower === undefined) {
    throw new RangeError('no runs to summarise');
  }
  const median = (lower + upper) / 2;
  return { median, lowest, highest, spread: median === 0 ? 0 : (highest - lowest) / 2 / median };
}
