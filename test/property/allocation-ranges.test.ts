import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  Flattener,
  maximumOverlap,
  type KeyRange,
  type Segment,
} from '../../local-servers/allocation/rules/flatten.ts';
import {
  hardwareNumberKey,
  hardwareNumberOf,
  keyAfter,
  keyBefore,
} from '../../local-servers/allocation/rules/hardware-number.ts';
import { compareHardwareNumbers } from '../../src/allocation/scope.ts';

const serial = fc.stringMatching(/^[!-~]{1,64}$/);

test('keys have the order of hardware numbers, and neighbours have nothing between them', () => {
  fc.assert(
    fc.property(serial, serial, (a, b) => {
      const [one, other] = [hardwareNumberKey(a), hardwareNumberKey(b)];
      expect(Math.sign(Buffer.compare(Buffer.from(one), Buffer.from(other)))).toBe(
        Math.sign(compareHardwareNumbers(a, b)),
      );
      expect(hardwareNumberOf(one)).toBe(a);
      const after = keyAfter(one);
      if (after === undefined) {
        expect(a).toBe('~'.repeat(64));
        return;
      }
      expect(after > one && keyBefore(after) === one).toBe(true);
      if (other > one) expect(other >= after).toBe(true);
    }),
    {
      numRuns: 500,
      examples: [
        ['~', '!!'],
        ['~'.repeat(64), '!'],
      ],
    },
  );
  expect(keyBefore(hardwareNumberKey('!'))).toBeUndefined();
  expect(keyAfter(hardwareNumberKey('A~~'))).toBe(hardwareNumberKey('B!!'));
});

// Few numbers, so that ranges meet, lie within and cross one another.
const few = fc.stringMatching(/^[~!"]{1,3}$/).map(hardwareNumberKey);
const ranges = fc
  .array(fc.tuple(few, few), { maxLength: 25 })
  .map((pairs) =>
    pairs
      .map((pair) => pair.toSorted(byBytes))
      .map(([from = '', to = ''], index): KeyRange => ({ rule: index + 1, from, to })),
  );
const byBytes = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
/** Any total order will do; this one has nothing to do with where ranges lie. */
const compare = (a: KeyRange, b: KeyRange) => ((a.rule * 7) % 29) - ((b.rule * 7) % 29);

function flatten(all: readonly KeyRange[]) {
  const segments: Segment[] = [];
  const stacks: { rule: number; below: number | undefined }[] = [];
  const tooMany: number[] = [];
  const flattener = new Flattener({
    compare,
    onSegment: (segment) => segments.push(segment),
    onStack: (stack) => stacks.push(stack),
    onTooMany: ({ rule }) => tooMany.push(rule),
  });
  for (const range of all.toSorted((a, b) => byBytes(a.from, b.from))) flattener.add(range);
  flattener.end();
  const rulesAt = (key: string) => {
    const segment = segments.find(({ from, to }) => from <= key && key <= to);
    const found = segment === undefined ? [] : [segment.rule];
    for (let next = segment?.below; next !== undefined; next = stacks[next - 1]?.below) {
      found.push(stacks[next - 1]?.rule ?? 0);
    }
    return found;
  };
  return { segments, stacks, tooMany, rulesAt };
}

test('segments do not overlap, and have just the rules whose ranges cover them, in their order', () => {
  fc.assert(
    fc.property(ranges, fc.array(few, { minLength: 10 }), (all, keys) => {
      const { segments, rulesAt } = flatten(all);
      segments.forEach(({ from, to }, index) => {
        expect(from <= to).toBe(true);
        expect(from > (segments[index - 1]?.to ?? '')).toBe(true);
      });
      expect(segments.length).toBeLessThan(2 * all.length + 1);
      for (const key of [...keys, ...all.flatMap(({ from, to }) => [from, to])]) {
        const covering = all.filter(({ from, to }) => from <= key && key <= to).toSorted(compare);
        expect(rulesAt(key)).toEqual(covering.map(({ rule }) => rule));
      }
    }),
    { numRuns: 500 },
  );
});

test('ranges side by side need one segment each and no stack; a ladder of overlaps stays as small', () => {
  const at = (number: number) => hardwareNumberKey(String(number).padStart(6, '0'));
  const apart = Array.from({ length: 500 }, (_, index) => ({
    rule: index + 1,
    from: at(index * 10),
    to: at(index * 10 + 9),
  }));
  const flat = flatten(apart);
  expect([flat.segments.length, flat.stacks.length]).toEqual([500, 0]);
  const ladder = flatten(apart.map((range) => ({ ...range, to: at(Number(range.from.slice(1)) + 12) })));
  expect(ladder.segments.length).toBeLessThan(1_001);
  expect(ladder.stacks.length).toBeLessThan(1_001);
});

test('too many overlaps are told of, and left out', () => {
  const nested = Array.from({ length: maximumOverlap + 3 }, (_, index) => ({
    rule: index + 1,
    from: hardwareNumberKey(String(index).padStart(6, '0')),
    to: hardwareNumberKey(String(10_000 - index).padStart(6, '0')),
  }));
  const { tooMany, rulesAt } = flatten(nested);
  expect(tooMany).toEqual([101, 102, 103]);
  expect(rulesAt(hardwareNumberKey('005000'))).toHaveLength(maximumOverlap);
});
