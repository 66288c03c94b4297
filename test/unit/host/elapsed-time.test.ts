import fc from 'fast-check';
import { expect, it } from 'vitest';
import { elapsedTime, systemHands, type ClockHands } from '../../../src/host/elapsed-time.ts';

/** Hands that a test moves; each reading of the dear one is counted. */
class Hands implements ClockHands {
  #truth = 5_000;
  #asleep = 0;
  #wallWrongBy = 0;
  dearReadings = 0;
  readonly wall = () => this.#truth + this.#wallWrongBy;
  readonly monotonic = () => this.#truth - this.#asleep;
  readonly sinceBoot = () => {
    this.dearReadings += 1;
    return Math.floor(this.#truth * 100) / 100;
  };
  pass = (seconds: number) => void (this.#truth += seconds);
  sleep(seconds: number) {
    this.#asleep += seconds;
    this.pass(seconds);
  }
  setWall = (by: number) => void (this.#wallWrongBy += by);
}

it('counts the time asleep at once, where the wall clock went on meanwhile', () => {
  const hands = new Hands();
  const elapsed = elapsedTime(hands);
  const before = elapsed();
  hands.sleep(3_600);
  expect(elapsed() - before).toBeCloseTo(3_600, 1);
});

it('counts it within half a second, where the wall clock says that no time passed', () => {
  const hands = new Hands();
  const elapsed = elapsedTime(hands);
  const before = elapsed();
  hands.sleep(3_600);
  hands.setWall(-3_600);
  hands.pass(0.5);
  expect(elapsed() - before).toBeCloseTo(3_600.5, 1);
});

it('is never further than half a second from the truth, nor goes back, whatever is set and whenever it sleeps', () => {
  const seconds = fc.double({ min: 0, max: 1e6, noNaN: true });
  const event = fc.oneof(
    fc.record({ what: fc.constant('pass' as const), by: seconds }),
    fc.record({ what: fc.constant('sleep' as const), by: seconds }),
    fc.record({ what: fc.constant('setWall' as const), by: fc.double({ min: -1e9, max: 1e9, noNaN: true }) }),
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), (events) => {
      const hands = new Hands();
      const elapsed = elapsedTime(hands);
      const start = elapsed();
      let truth = 0;
      let last = start;
      for (const { what, by } of events) {
        hands[what](by);
        if (what !== 'setWall') truth += by;
        const now = elapsed();
        expect(now).toBeGreaterThanOrEqual(last);
        last = now;
      }
      hands.pass(0.51);
      expect(Math.abs(elapsed() - start - truth - 0.51)).toBeLessThan(0.05);
    }),
  );
});

it('reads the dear hand twice a second at most, while nobody touches the clock', () => {
  const hands = new Hands();
  const elapsed = elapsedTime(hands);
  const atFirst = hands.dearReadings;
  for (let count = 0; count < 10_000; count += 1) {
    hands.pass(0.001);
    elapsed();
  }
  expect(hands.dearReadings - atFirst).toBeLessThanOrEqual(20);
});

it('is the time since the machine started, by the hands of this machine', () => {
  const elapsed = elapsedTime();
  expect(Math.abs(elapsed() - systemHands.sinceBoot())).toBeLessThan(1);
});
