import { pushVarint } from '../../maps/pmtiles/varint.ts';
import { utf8 } from '../../protocol/bytes.ts';
import { graphMagic, type GraphParts } from './graph-parts.ts';

/** Writes a road graph; the same parts give the same bytes. See `decodeRoadGraph` for the form. */
export function encodeRoadGraph({ drivesOn, nodes, edges, forbidden }: GraphParts): Uint8Array {
  const texts = new Map<string | undefined, number>([[undefined, 0]]);
  const textOf = (text: string | undefined) => {
    const known = texts.get(text) ?? texts.size;
    texts.set(text, known);
    return known;
  };
  const names = edges.map(({ name, ref }) => [textOf(name), textOf(ref)] as const);
  const out: number[] = [...graphMagic];
  const column = (values: Iterable<number>) => {
    for (const value of values) pushVarint(out, value);
  };
  const signed = (values: Iterable<number>) => {
    for (const value of values) pushVarint(out, value < 0 ? -2 * value - 1 : 2 * value);
  };
  const counts = [nodes.length, edges.length, sum(edges.map(({ between }) => between.length / 2)), texts.size - 1];
  column([drivesOn === 'left' ? 1 : 0, ...counts, forbidden.length]);
  signed(steps(nodes.map(({ longitude }) => longitude)));
  signed(steps(nodes.map(({ latitude }) => latitude)));
  column(nodes.map(({ delay }) => delay));
  signed(steps(edges.map(({ from }) => from)));
  signed(edges.map(({ from, to }) => to - from));
  for (const field of ['flags', 'roadClass', 'speed', 'speedLimit', 'delay'] as const)
    column(edges.map((e) => e[field]));
  column(names.map(([name]) => name));
  column(names.map(([, ref]) => ref));
  column(edges.map(({ between }) => between.length / 2));
  for (const { from, between } of edges) {
    let [longitude, latitude] = [nodes[from]?.longitude ?? 0, nodes[from]?.latitude ?? 0];
    between.forEach((value, index) => {
      signed([value - (index % 2 === 0 ? longitude : latitude)]);
      if (index % 2 === 0) longitude = value;
      else latitude = value;
    });
  }
  signed(steps(forbidden.map(([from]) => from)));
  column(forbidden.map(([, to]) => to));
  for (const text of texts.keys()) {
    if (text === undefined) continue;
    const bytes = utf8(text);
    column([bytes.length]);
    for (const byte of bytes) out.push(byte);
  }
  return Uint8Array.from(out);
}

function* steps(values: readonly number[]): Generator<number> {
  let before = 0;
  for (const value of values) {
    yield value - before;
    before = value;
  }
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
