import { expect, it } from 'vitest';
import { guessedWrong, waitForGuess, type PinGuesses } from '../../../src/terminal/pin-guesses.ts';

it('lets a few wrong PINs pass, then waits twice as long after each, up to a quarter of an hour', () => {
  let guesses: PinGuesses = { wrong: 0, lastAt: 0 };
  const waits: number[] = [];
  for (let count = 0; count < 14; count++) {
    guesses = guessedWrong(guesses, 100);
    waits.push(waitForGuess(guesses, 100));
  }
  expect(waits).toEqual([0, 0, 5, 10, 20, 40, 80, 160, 320, 640, 900, 900, 900, 900]);
  expect(waitForGuess(guesses, 500)).toBe(500);
  expect(waitForGuess(guesses, 1_001)).toBe(0);
});
