import { randomInt } from 'node:crypto';
import type { Probe, Question } from './question.ts';

/** Rounds that are made before they are sent, so that making them does not come between. */
const prepared = 100;
const warmUp = 1_000;

/**
 * Asks one at a time, in rounds of one of each kind in a random order.
 * @returns the microseconds of each, by kind, round by round
 */
export async function sample({ line, probes }: Question, count: number): Promise<Map<Probe, number[]>> {
  const times = new Map<Probe, number[]>(probes.map((probe) => [probe, []]));
  for (let done = -warmUp; done < count; done += prepared) {
    const batch = Array.from({ length: prepared }, () =>
      shuffled(probes).map((probe) => ({ probe, request: probe.request() })),
    ).flat();
    const open = line();
    // The first answer on a line takes longer than the others.
    await open.ask(probes[0].request());
    for (const { probe, request } of batch) {
      const started = process.hrtime.bigint();
      await open.ask(request);
      const microseconds = Number(process.hrtime.bigint() - started) / 1000;
      if (done >= 0) times.get(probe)?.push(microseconds);
    }
    open.close();
  }
  return times;
}

/** Fisher and Yates, by random numbers that no pattern of the machine follows. */
function shuffled<T>(things: readonly T[]): T[] {
  const left = [...things];
  for (let last = left.length - 1; last > 0; last -= 1) {
    const other = randomInt(last + 1);
    [left[last], left[other]] = [left[other] as T, left[last] as T];
  }
  return left;
}
