/**
 * The anti-replay window of RFC 6479: which of the last counters were seen, as a ring of 32-bit blocks. A plain value,
 * so that a store can keep it and several processes can share it.
 */
export interface ReplayWindow {
  readonly highest: number;
  readonly blocks: readonly number[];
}

const blockBits = 32;
const blockCount = 8;
/** Counters that lie this far below the highest are refused unseen (one block is always being filled). */
export const windowSize = blockBits * (blockCount - 1);

export const emptyWindow: ReplayWindow = { highest: 0, blocks: Array.from({ length: blockCount }, () => 0) };

/** The window with `counter` (1, 2, …, below 2^53) marked, or undefined where it was used before or is too old. */
export function acceptCounter(window: ReplayWindow, counter: number): ReplayWindow | undefined {
  if (!Number.isSafeInteger(counter) || counter < 1) return undefined;
  if (counter + windowSize <= window.highest) return undefined;
  const blocks = [...window.blocks];
  const index = Math.floor(counter / blockBits);
  if (counter > window.highest) {
    // Section 2: moving on clears the blocks in between, at most all of them.
    const steps = Math.min(index - Math.floor(window.highest / blockBits), blockCount);
    for (let step = 0; step < steps; step++) blocks[(index - step) % blockCount] = 0;
  }
  const position = index % blockCount;
  const bit = 1 << (counter % blockBits);
  const block = blocks[position] ?? 0;
  if ((block & bit) !== 0) return undefined;
  blocks[position] = block | bit;
  return { highest: Math.max(window.highest, counter), blocks };
}
