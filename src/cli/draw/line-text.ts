import type { PixelPosition } from './labels.ts';

export interface Glyph {
  readonly letter: string;
  readonly x: number;
  readonly y: number;
  /** Radians, clockwise. */
  readonly angle: number;
}

/** The sharpest bend, in radians, that text may take from one letter to the next. */
const sharpestBend = 0.5;

/**
 * Letters along the middle of a line, upright as far as it goes; `undefined` where the line is too short or bends too
 * sharply.
 */
export function layAlongLine(
  line: readonly PixelPosition[],
  letters: readonly { readonly letter: string; readonly width: number }[],
): Glyph[] | undefined {
  const length = letters.reduce((total, { width }) => total + width, 0);
  const total = lengthOf(line);
  if (length + 10 > total) return undefined;
  const start = (total - length) / 2;
  const [from, to] = [positionAt(line, start), positionAt(line, start + length)];
  const forwards = to.x >= from.x ? line : line.toReversed();
  let at = start;
  let previous: number | undefined;
  const glyphs: Glyph[] = [];
  for (const { letter, width } of letters) {
    const { x, y, angle } = positionAt(forwards, at + width / 2);
    if (previous !== undefined && Math.abs(turn(previous, angle)) > sharpestBend) return undefined;
    previous = angle;
    glyphs.push({ letter, x, y, angle });
    at += width;
  }
  return glyphs;
}

function lengthOf(line: readonly PixelPosition[]): number {
  return line.slice(1).reduce((total, [x, y], index) => {
    const [px, py] = line[index] ?? [x, y];
    return total + Math.hypot(x - px, y - py);
  }, 0);
}

function positionAt(line: readonly PixelPosition[], distance: number): { x: number; y: number; angle: number } {
  let rest = distance;
  for (let index = 1; index < line.length; index++) {
    const [[ax, ay], [bx, by]] = [line[index - 1] ?? [0, 0], line[index] ?? [0, 0]];
    const length = Math.hypot(bx - ax, by - ay);
    if (rest <= length || index === line.length - 1) {
      const share = length === 0 ? 0 : rest / length;
      return { x: ax + (bx - ax) * share, y: ay + (by - ay) * share, angle: Math.atan2(by - ay, bx - ax) };
    }
    rest -= length;
  }
  return { x: 0, y: 0, angle: 0 };
}

function turn(from: number, to: number): number {
  return Math.atan2(Math.sin(to - from), Math.cos(to - from));
}
