import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acceptCounter, emptyWindow, windowSize, type ReplayWindow } from '../../../src/protocol/replay-window.ts';

/** What of `counters` is accepted, in order. */
function accepted(counters: readonly number[]): boolean[] {
  let window: ReplayWindow = emptyWindow;
  return counters.map((counter) => {
    const next = acceptCounter(window, counter);
    // Stores keep it as JSON.
    if (next !== undefined) window = JSON.parse(JSON.stringify(next)) as ReplayWindow;
    return next !== undefined;
  });
}

/** The same with nothing forgotten but what lies below the window. */
function naive(counters: readonly number[]): boolean[] {
  const seen = new Set<number>();
  let highest = 0;
  return counters.map((counter) => {
    if (counter < 1 || seen.has(counter) || counter <= highest - windowSize) return false;
    seen.add(counter);
    highest = Math.max(highest, counter);
    return true;
  });
}

describe('the window of RFC 6479', () => {
  it('takes each counter once, in any order within the window', () => {
    expect(accepted([1, 2, 2, 5, 3, 4, 1])).toEqual([true, true, false, true, true, true, false]);
  });

  it('remembers exactly windowSize counters below the highest', () => {
    expect(accepted([1000, 1000 - windowSize + 1, 1000 - windowSize])).toEqual([true, true, false]);
    for (const base of [1000, 1023, 1024, 1025]) {
      const below = Array.from({ length: windowSize - 1 }, (_, index) => base - 1 - index);
      expect(accepted([base, ...below]).every(Boolean)).toBe(true);
      expect(accepted([base, ...below, ...below]).filter(Boolean)).toHaveLength(windowSize);
    }
  });

  it('forgets the old by jumping far, and nothing else', () => {
    expect(accepted([5, 5 + 10_000, 5, 5 + 10_000, 5 + 9_999])).toEqual([true, true, false, false, true]);
    expect(accepted([Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER - 1])).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('refuses what is no counter', () => {
    expect(accepted([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])).toEqual(new Array(6).fill(false));
  });

  it('does not change the window that it was given', () => {
    const before = structuredClone(emptyWindow);
    acceptCounter(emptyWindow, 77);
    expect(emptyWindow).toEqual(before);
  });

  it('agrees with a set that forgets nothing', () => {
    const steps = fc.array(
      fc.oneof(fc.integer({ min: 0, max: 600 }), fc.integer({ min: 0, max: 40 }), fc.integer({ min: 220, max: 260 })),
      {
        maxLength: 120,
      },
    );
    fc.assert(
      fc.property(steps, (counters) => {
        expect(accepted(counters)).toEqual(naive(counters));
      }),
    );
  });

  it('agrees with it also where counters mostly climb', () => {
    const climb = fc.array(fc.integer({ min: -260, max: 300 }), { maxLength: 150 }).map((moves) => {
      let at = 0;
      return moves.map((move) => (at = Math.max(0, at + move)));
    });
    fc.assert(
      fc.property(climb, (counters) => {
        expect(accepted(counters)).toEqual(naive(counters));
      }),
    );
  });
});
