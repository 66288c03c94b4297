import type { Point } from '../../src/navigation/places/geometry.ts';
import {
  formatVersion,
  headerBytes,
  kinds,
  magic,
  none,
  objectTypes,
  roles,
  sections,
  streetColumns,
  type SectionName,
} from '../../src/navigation/places/places-file.ts';
import { indexWords } from './index-words.ts';
import type { HouseNumber, NamedEntry } from './named-entry.ts';
import { VarintWriter } from './varint-writer.ts';

/** The bytes of an index. `areaOf` gives the place that an entry lies in; places have to come first. */
export function encodePlaces(
  entries: readonly NamedEntry[],
  areaOf: (entry: NamedEntry) => NamedEntry | undefined,
): Uint8Array {
  const strings = new StringPool();
  const categories = new Pool();
  const suffixes = new Pool();
  suffixes.number('');
  const numberOf = new Map(entries.map((entry, index) => [entry, index]));
  const rows: number[] = [];
  const forms: number[] = [];
  const texts: string[] = [];
  entries.forEach((entry, index) => {
    const area = areaOf(entry);
    rows.push(
      entry.id % 2 ** 32,
      Math.floor(entry.id / 2 ** 32) +
        objectTypes.indexOf(entry.type) * 2 ** 16 +
        kinds.indexOf(entry.kind) * 2 ** 18 +
        categories.number(entry.category) * 2 ** 24,
      entry.point.x,
      entry.point.y,
      area === undefined ? none : (numberOf.get(area) ?? none),
      entry.importance,
      texts.length,
    );
    for (const { text, role } of entry.forms) {
      forms.push(strings.number(role === 'search' ? '' : text), index + roles.indexOf(role) * 2 ** 28);
      texts.push(text);
    }
  });
  const words = indexWords(texts);
  const { rows: streets, bytes: streetBytes } = encodeStreets(entries, suffixes);
  const numbers = (pool: Pool) => Uint32Array.from(pool.keys, (key) => strings.number(key));
  const parts: Record<SectionName, Uint8Array | Uint16Array | Uint32Array> = {
    categories: numbers(categories),
    suffixes: numbers(suffixes),
    entries: toColumns(rows),
    forms: Uint32Array.from(forms),
    wordStarts: words.starts,
    wordLengths: words.lengths,
    wordShared: words.shared,
    wordText: words.text,
    postingStarts: words.postingStarts,
    postings: words.postings,
    streets: toColumns(streets),
    streetBytes,
    ...strings.sections(),
  };
  return assemble(parts);
}

/** Signed numbers keep their bits. */
const toColumns = (values: readonly number[]) => Uint32Array.from(values, (value) => value >>> 0);

function encodeStreets(entries: readonly NamedEntry[], suffixes: Pool): { rows: number[]; bytes: Uint8Array } {
  const rows: number[] = [];
  const writer = new VarintWriter();
  entries.forEach(({ street, point }, index) => {
    if (street === undefined) return;
    const row: number[] = [];
    const points = [point, ...street.lines.flat(), ...street.houses];
    const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
    row[streetColumns.entry] = index;
    row[streetColumns.west] = Math.min(...xs);
    row[streetColumns.south] = Math.min(...ys);
    row[streetColumns.east] = Math.max(...xs);
    row[streetColumns.north] = Math.max(...ys);
    row[streetColumns.lines] = writer.length;
    writeLines(writer, street.lines, point);
    row[streetColumns.houses] = writer.length;
    writeHouses(writer, street.houses, point, suffixes);
    rows.push(...row);
  });
  return { rows, bytes: writer.bytes() };
}

function writeLines(writer: VarintWriter, lines: readonly (readonly Point[])[], origin: Point): void {
  writer.unsigned(lines.length);
  let before = origin;
  for (const line of lines) {
    writer.unsigned(line.length);
    for (const point of line) {
      writer.signed(point.x - before.x);
      writer.signed(point.y - before.y);
      before = point;
    }
  }
}

function writeHouses(writer: VarintWriter, houses: readonly HouseNumber[], origin: Point, suffixes: Pool): void {
  writer.unsigned(houses.length);
  let [number, before] = [0, origin];
  for (const house of houses.toSorted((a, b) => a.number - b.number || (a.suffix < b.suffix ? -1 : 1))) {
    writer.unsigned(house.number - number);
    writer.unsigned(suffixes.number(house.suffix));
    writer.signed(house.x - before.x);
    writer.signed(house.y - before.y);
    [number, before] = [house.number, house];
  }
}

function assemble(parts: Record<SectionName, Uint8Array | Uint16Array | Uint32Array>): Uint8Array {
  let length = headerBytes;
  const places = sections.map(([name]) => {
    const offset = length;
    length += Math.ceil(parts[name].byteLength / 4) * 4;
    return { part: parts[name], offset };
  });
  const file = new Uint8Array(length);
  const view = new DataView(file.buffer);
  view.setUint32(0, magic, true);
  view.setUint32(4, formatVersion, true);
  view.setUint32(8, length, true);
  places.forEach(({ part, offset }, index) => {
    view.setUint32(16 + index * 8, offset, true);
    view.setUint32(20 + index * 8, part.byteLength, true);
    file.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), offset);
  });
  return file;
}

/** Numbers texts in the order in which they are first seen. */
class Pool {
  readonly #numbers = new Map<string, number>();

  get keys(): string[] {
    return [...this.#numbers.keys()];
  }

  number(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.#numbers.size);
    return this.#numbers.size - 1;
  }
}

class StringPool extends Pool {
  sections(): { stringStarts: Uint32Array; strings: Uint8Array } {
    const encoded = this.keys.map((text) => new TextEncoder().encode(text));
    const stringStarts = new Uint32Array(encoded.length + 1);
    encoded.forEach(({ length }, index) => (stringStarts[index + 1] = (stringStarts[index] ?? 0) + length));
    return { stringStarts, strings: Uint8Array.from(Buffer.concat(encoded)) };
  }
}
