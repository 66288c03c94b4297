import { say, SetUpError } from './repository.js';

/**
 * Ends this process with the exit code that `work` gives; what the set-up cannot go on from is said in words.
 * @param {() => Promise<number>} work
 */
export async function report(work) {
  try {
    process.exitCode = await work();
  } catch (error) {
    if (!(error instanceof SetUpError)) throw error;
    say(error.message);
    process.exitCode = 1;
  }
}
