import type { Point } from './geometry.ts';
import { invalidPlaces } from './words.ts';

/** A house number and where it is. */
export interface House extends Point {
  readonly number: number;
  /** Which of the index's suffixes follows the number; 0 is none. */
  readonly suffix: number;
}

/** Reads LEB128 numbers and zigzag differences one after the other. */
export class VarintReader {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  #offset: number;

  constructor(bytes: Uint8Array, offset: number, end: number) {
    this.#bytes = bytes;
    this.#offset = offset;
    this.#end = end;
  }

  get isAtEnd(): boolean {
    return this.#offset === this.#end;
  }

  /** @throws CodedError map.places-invalid beyond the end, or above 2^32 */
  unsigned(): number {
    let value = 0;
    for (let scale = 1; scale <= 2 ** 28; scale *= 128) {
      if (this.#offset >= this.#end) break;
      const byte = this.#bytes[this.#offset] ?? 0;
      this.#offset += 1;
      value += (byte & 127) * scale;
      if (byte < 128) {
        if (value > 0xffff_ffff) break;
        return value;
      }
    }
    throw invalidPlaces('a number of a street');
  }

  signed(): number {
    const value = this.unsigned();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}

/** The lines of a street, relative to its entry's position. */
export function readLines(bytes: Uint8Array, start: number, end: number, origin: Point): Point[][] {
  const reader = new VarintReader(bytes, start, end);
  const lines: Point[][] = [];
  let [x, y] = [origin.x, origin.y];
  for (let left = reader.unsigned(); left > 0; left -= 1) {
    const line: Point[] = [];
    for (let points = reader.unsigned(); points > 0; points -= 1) {
      x += reader.signed();
      y += reader.signed();
      line.push({ x, y });
    }
    lines.push(line);
  }
  if (!reader.isAtEnd) throw invalidPlaces('the end of a street');
  return lines;
}

/** The house numbers of a street in ascending order, relative to its entry's position. */
export function readHouses(bytes: Uint8Array, start: number, end: number, origin: Point): House[] {
  const reader = new VarintReader(bytes, start, end);
  const houses: House[] = [];
  let [number, x, y] = [0, origin.x, origin.y];
  for (let left = reader.unsigned(); left > 0; left -= 1) {
    number += reader.unsigned();
    const suffix = reader.unsigned();
    x += reader.signed();
    y += reader.signed();
    houses.push({ number, suffix, x, y });
  }
  if (!reader.isAtEnd) throw invalidPlaces('the end of house numbers');
  return houses;
}
