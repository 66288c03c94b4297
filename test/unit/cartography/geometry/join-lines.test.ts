import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinLines } from '../../../../cartography/geometry/join-lines.ts';
import type { Position } from '../../../../cartography/geometry/world.ts';

describe('joining lines', () => {
  it('joins pieces end to end in any order, within the tolerance', () => {
    const pieces: Position[][] = [
      [
        [20, 0],
        [30, 5],
      ],
      [
        [0, 0],
        [10, 0],
      ],
      [
        [10, 1],
        [20, 0],
      ],
    ];
    expect(joinLines(pieces, { tolerance: 2 })).toEqual([
      [
        [0, 0],
        [10, 0],
        [20, 0],
        [30, 5],
      ],
    ]);
    expect(joinLines(pieces)).toHaveLength(2);
  });

  it('turns lines round only when told that their direction means nothing', () => {
    const facing: Position[][] = [
      [
        [0, 0],
        [10, 0],
      ],
      [
        [20, 0],
        [10, 0],
      ],
    ];
    expect(joinLines(facing)).toHaveLength(2);
    expect(joinLines(facing, { reversible: true })).toEqual([
      [
        [0, 0],
        [10, 0],
        [20, 0],
      ],
    ]);
  });

  it('leaves junctions alone, and closes no ring twice', () => {
    const junction: Position[][] = [
      [
        [0, 0],
        [10, 0],
      ],
      [
        [10, 0],
        [20, 0],
      ],
      [
        [10, 0],
        [10, 10],
      ],
    ];
    expect(joinLines(junction)).toHaveLength(3);
    const ring: Position[][] = [
      [
        [0, 0],
        [10, 0],
        [10, 10],
      ],
      [
        [10, 10],
        [0, 10],
        [0, 0],
      ],
    ];
    const [closed = [], ...others] = joinLines(ring);
    expect(others).toEqual([]);
    expect(closed).toHaveLength(5);
    expect(closed[0]).toEqual(closed.at(-1));
  });

  it('puts a line together again wherever and however often it was cut', () => {
    const cuts = fc.tuple(fc.integer({ min: 2, max: 40 }), fc.array(fc.nat({ max: 39 })), fc.infiniteStream(fc.nat()));
    fc.assert(
      fc.property(cuts, ([length, at, order]) => {
        const whole = Array.from({ length: length + 1 }, (_, x): Position => [x * 100, (x * x) % 97]);
        const borders = [...new Set([0, ...at.filter((x) => x > 0 && x < length), length])].toSorted((a, b) => a - b);
        const pieces = borders.slice(1).map((end, index) => whole.slice(borders[index], end + 1));
        const shuffled = pieces
          .map((piece) => ({ piece, key: order.next().value ?? 0 }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ piece }) => piece);
        expect(joinLines(shuffled)).toEqual([whole]);
      }),
    );
  });
});
