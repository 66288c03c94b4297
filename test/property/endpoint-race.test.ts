import fc from 'fast-check';
import { expect, it } from 'vitest';
import { endpointsOf, maximumInFlight, raceEndpoints, staggerSeconds } from '../../src/allocation/endpoint-race.ts';
import type { Endpoint } from '../../src/contract/allocation.ts';
import { CodedError } from '../../src/errors/coded-error.ts';
import { VirtualTime } from '../support/virtual-time.ts';

/** What an endpoint does when it is asked: answers or fails after so many seconds, or says nothing for ever. */
interface Behaviour {
  readonly outcome: 'answers' | 'fails' | 'silent';
  readonly after: number;
}

const behaviour = fc.record({
  outcome: fc.constantFrom('answers', 'fails', 'silent'),
  after: fc.integer({ min: 0, max: 40 }).map((tenths) => tenths / 10),
});
const some = fc.array(
  fc.record({ behaviour, priority: fc.integer({ min: 0, max: 2 }), weight: fc.integer({ min: 0, max: 3 }) }),
  { minLength: 1, maxLength: 16 },
);

const longest = 10;

async function race(endpoints: readonly (Endpoint & { readonly behaviour: Behaviour })[], draw: () => number) {
  const time = new VirtualTime();
  const starts: { readonly url: string; readonly at: number }[] = [];
  const ends: { readonly url: string; readonly at: number; readonly how: string }[] = [];
  const running = new Set<string>();
  let mostAtOnce = 0;
  const attempt = async (url: string, signal: AbortSignal): Promise<string> => {
    const { outcome, after } = endpoints.find((one) => one.url === url)?.behaviour ?? { outcome: 'fails', after: 0 };
    starts.push({ url, at: time.now });
    running.add(url);
    mostAtOnce = Math.max(mostAtOnce, running.size);
    const end = (how: string) => {
      running.delete(url);
      ends.push({ url, at: time.now, how });
    };
    try {
      // The transport's own ceiling: nobody is waited for longer.
      await time.sleep(outcome === 'silent' ? longest : after, signal);
    } catch (error) {
      end('cancelled');
      throw error;
    }
    end(outcome);
    if (outcome !== 'answers') throw new CodedError(outcome === 'fails' ? 'network.unreachable' : 'network.timeout');
    return url;
  };
  const racing = raceEndpoints(endpoints, attempt, { sleep: (seconds, signal) => time.sleep(seconds, signal), draw });
  const settled = racing.then(
    ({ value }) => ({ winner: value, at: time.now }),
    (error: unknown) => ({ error, at: time.now }),
  );
  await time.runUntil(settled);
  return { result: await settled, starts, ends, running, mostAtOnce };
}

it('G1: endpoints are tried by priority, a few at once, staggered; the first answer ends it, and nobody starves', async () => {
  await fc.assert(
    fc.asyncProperty(
      some,
      fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 1 }),
      async (all, draws) => {
        const endpoints = all.map((one, index) => ({ ...one, url: `http://host-${index}` }));
        let drawn = 0;
        const draw = () => draws[drawn++ % draws.length] ?? 0;
        const { result, starts, ends, running, mostAtOnce } = await race(endpoints, draw);
        const of = (url: string) => endpoints.find((one) => one.url === url);

        expect(mostAtOnce).toBeLessThanOrEqual(maximumInFlight);
        expect(new Set(starts.map(({ url }) => url)).size).toBe(starts.length);
        const priorities = starts.map(({ url }) => of(url)?.priority ?? 0);
        expect(priorities).toEqual(priorities.toSorted((a, b) => a - b));

        // One start and the next: after the stagger, or at the very moment of a failure; never later while there is room.
        for (const [index, { at }] of starts.entries()) {
          const before = starts[index - 1];
          if (before === undefined) continue;
          const failedNow = ends.some((end) => end.how !== 'answers' && Math.abs(end.at - at) < 1e-9);
          const staggered = Math.abs(at - before.at - staggerSeconds) < 1e-9;
          expect(failedNow || staggered).toBe(true);
        }

        // Nobody starves: with room for another attempt, none waits longer than the stagger after the one before.
        for (const [index, { at }] of starts.entries()) {
          const due = at + staggerSeconds;
          const inFlight = starts.slice(0, index + 1).filter(({ url }) => {
            const ended = ends.find((end) => end.url === url)?.at ?? Infinity;
            return ended > due + 1e-9;
          });
          if (index + 1 === endpoints.length || inFlight.length >= maximumInFlight || result.at <= due + 1e-9) continue;
          expect(starts[index + 1]?.at).toBeLessThanOrEqual(due + 1e-9);
        }

        // Whoever is left when one has answered is cancelled at once.
        expect(running.size).toBe(0);
        if ('winner' in result) {
          expect(of(result.winner)?.behaviour.outcome).toBe('answers');
          const answers = starts.map(({ url, at }) => ({ url, at: at + (of(url)?.behaviour.after ?? 0) }));
          const soonest = Math.min(
            ...answers.filter(({ url }) => of(url)?.behaviour.outcome === 'answers').map(({ at }) => at),
          );
          expect(result.at).toBeCloseTo(soonest, 6);
          for (const { how, at } of ends) if (how === 'cancelled') expect(at).toBeCloseTo(result.at, 6);
        } else {
          // It fails only when every endpoint was tried and failed, and says what each came to.
          expect(endpoints.filter((one) => one.behaviour.outcome === 'answers')).toEqual([]);
          expect(starts).toHaveLength(endpoints.length);
          expect(result.error).toBeInstanceOf(CodedError);
          if (result.error instanceof CodedError) expect(endpointsOf(result.error)).toHaveLength(endpoints.length);
        }
      },
    ),
    { numRuns: 150 },
  );
});
