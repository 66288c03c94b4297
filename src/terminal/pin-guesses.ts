/** Wrong PINs in a row, and when the last one was typed, in elapsed seconds; a restart counts as such a moment. */
export interface PinGuesses {
  readonly wrong: number;
  readonly lastAt: number;
}

/** So many are free; then each one more doubles the wait. */
const free = 3;
const firstWait = 5;
const longestWait = 900;

/** Seconds until the next PIN is looked at. */
export function waitForGuess({ wrong, lastAt }: PinGuesses, now: number): number {
  if (wrong < free) return 0;
  const wait = Math.min(longestWait, firstWait * 2 ** Math.min(wrong - free, 20));
  return Math.max(0, lastAt + wait - now);
}

export const guessedWrong = ({ wrong }: PinGuesses, now: number): PinGuesses => ({ wrong: wrong + 1, lastAt: now });
