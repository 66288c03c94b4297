import { describe, expect, it } from 'vitest';
import { chunkSizes } from '../../../../src/maps/chunks/chunker.ts';
import {
  chunkListFacts,
  decodeChunkList,
  encodeChunkList,
  maxChunkListBytes,
} from '../../../../src/maps/chunks/chunk-list.ts';
import { coded, hex } from '../support.ts';

const chunks = [
  { sha256: 'aa'.repeat(32), length: 70_000 },
  { sha256: 'bb'.repeat(32), length: 300 },
  { sha256: 'aa'.repeat(32), length: 70_000 },
];
const encoded = encodeChunkList(chunks);
const change = (at: number, value: number) => {
  const bytes = Uint8Array.from(encoded);
  bytes[at] = value;
  return bytes;
};
const expectRefused = (bytes: Uint8Array) => expect(() => decodeChunkList(bytes)).toThrow(coded('map.chunk-invalid'));

describe('chunk lists', () => {
  it('are read as they were written, repetitions and order included', () => {
    expect(decodeChunkList(encoded)).toEqual({ chunks, length: 140_300 });
    expect(decodeChunkList(encodeChunkList([]))).toEqual({ chunks: [], length: 0 });
    expect(chunkListFacts(encoded)).toEqual({ sha256: hex(encoded), length: 20 + 3 * 36 });
  });

  it('have the documented layout', () => {
    const one = Buffer.from(encodeChunkList([{ sha256: 'cd'.repeat(32), length: 258 }]));
    expect(one.toString('hex')).toBe(
      ['4e54434c01000000', '00000001', '0000000000000102', 'cd'.repeat(32), '00000102'].join(''),
    );
  });

  it('are refused: foreign magic, another version, a wrong sum, a wrong count, a part, one byte more', () => {
    expectRefused(change(0, 0));
    expectRefused(change(4, 2));
    expectRefused(change(7, 1));
    expectRefused(change(19, 1));
    expectRefused(change(11, 2));
    for (let end = 0; end < encoded.byteLength; end += 1) expectRefused(encoded.subarray(0, end));
    expectRefused(Buffer.concat([encoded, new Uint8Array(1)]));
  });

  it('are refused: an empty chunk, one over the maximum, more than the ceiling', () => {
    expectRefused(encodeChunkList([{ sha256: 'aa'.repeat(32), length: 0 }]));
    expectRefused(encodeChunkList([{ sha256: 'aa'.repeat(32), length: chunkSizes.max + 1 }]));
    expectRefused(new Uint8Array(maxChunkListBytes + 1));
    const many = Array.from({ length: maxChunkListBytes / 36 + 1 }, () => ({ sha256: 'aa'.repeat(32), length: 1 }));
    expect(() => encodeChunkList(many)).toThrow(coded('map.source-invalid'));
  });
});
