import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  alongTrack,
  cutTrack,
  nearestOnTrack,
  pieceAt,
  piecesOf,
  trackOf,
} from '../../../../../renderer/map/engine/route-track.ts';
import { metresBetween } from '../../../../../src/navigation/guidance/geometry.ts';

/** East along the equator, then north: two legs of about 111 m. */
const corner = trackOf([
  [0, 0],
  [0.001, 0],
  [0.001, 0.001],
]);
const leg = 111.195;

describe('a track', () => {
  it('knows where one is after so many metres, and which way it goes there', () => {
    expect(corner.length).toBeCloseTo(2 * leg, 1);
    const first = alongTrack(corner, leg / 2);
    expect(first.position[0]).toBeCloseTo(0.0005, 6);
    expect(first.bearing).toBeCloseTo(90, 3);
    expect(alongTrack(corner, leg * 1.5).bearing).toBeCloseTo(0, 3);
    expect(alongTrack(corner, 1e9).position).toEqual([0.001, 0.001]);
    expect(alongTrack(corner, -5).position).toEqual([0, 0]);
  });

  it('is cut with its corners', () => {
    const cut = cutTrack(corner, leg / 2, leg * 1.5);
    expect(cut).toHaveLength(3);
    expect(cut[1]).toEqual([0.001, 0]);
    expect(cutTrack(corner, 50, 50)).toEqual([]);
    expect(cutTrack(corner, 500, 600)).toEqual([]);
  });

  it('finds the place nearest to a position', () => {
    const found = nearestOnTrack(corner, [0.0012, 0.0005], 0, 1_000);
    expect(found?.metres).toBeCloseTo(leg * 1.5, 0);
    expect(found?.off).toBeCloseTo(leg * 0.2, 0);
  });

  it('falls into pieces that together are the whole, for any line', () => {
    const point = fc.tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: -1, max: 1, noNaN: true }));
    fc.assert(
      fc.property(
        fc.array(point, { minLength: 2, maxLength: 500 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (line, share) => {
          const track = trackOf(line);
          const pieces = piecesOf(track);
          expect(pieces[0]?.from).toBe(0);
          expect(pieces.at(-1)?.to).toBe(track.length);
          pieces.slice(1).forEach((piece, index) => expect(piece.from).toBe(pieces[index]?.to));
          const metres = share * track.length;
          const piece = pieces[pieceAt(pieces, metres)];
          expect(piece?.from).toBeLessThanOrEqual(metres);
          expect(piece?.to).toBeGreaterThanOrEqual(metres);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('loses no length where it is cut', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
        const at = corner.length * share;
        const length = (line: readonly [number, number][]) =>
          line.slice(1).reduce((sum, to, index) => sum + metresBetween(line[index] ?? to, to), 0);
        const parts = length(cutTrack(corner, 0, at)) + length(cutTrack(corner, at, corner.length));
        expect(parts).toBeCloseTo(corner.length, 3);
      }),
    );
  });
});
