import { describe, expect, it } from 'vitest';
import { Chunker, chunkSizes } from '../../../../src/maps/chunks/chunker.ts';
import { digestOf } from '../../../../src/maps/chunks/digest.ts';
import { noise } from '../support.ts';

const MiB = 1024 * 1024;
const file = noise('map', 12 * MiB);

function cut(bytes: Uint8Array): Uint8Array[] {
  const chunker = new Chunker();
  return [...chunker.push(bytes), ...chunker.finish()];
}
const digests = (chunks: readonly Uint8Array[]) => chunks.map(digestOf);

describe('cutting a file into chunks', () => {
  const chunks = cut(file);

  it('loses and adds nothing', () => {
    expect(Buffer.concat(chunks).equals(file)).toBe(true);
  });

  it('keeps to the sizes', () => {
    for (const chunk of chunks.slice(0, -1)) expect(chunk.byteLength).toBeGreaterThanOrEqual(chunkSizes.min);
    for (const chunk of chunks) expect(chunk.byteLength).toBeLessThanOrEqual(chunkSizes.max);
    const average = file.byteLength / chunks.length;
    expect(average).toBeGreaterThan(chunkSizes.average / 2);
    expect(average).toBeLessThan(chunkSizes.average * 2);
  });

  it('cuts where it always did: other cuts would make every published chunk new', () => {
    expect(chunks.slice(0, 5).map((chunk) => chunk.byteLength)).toEqual([288722, 128584, 271446, 336346, 229644]);
  });

  it.each([
    [
      'an insertion in the middle',
      Buffer.concat([file.subarray(0, 6 * MiB), noise('new', 777), file.subarray(6 * MiB)]),
    ],
    ['a removal', Buffer.concat([file.subarray(0, 5 * MiB), file.subarray(5 * MiB + 4321)])],
    ['a change at the start', Buffer.concat([noise('head', 500), file.subarray(400)])],
  ])('keeps at least nine in ten chunks over %s', (_, changed) => {
    const before = new Set(digests(chunks));
    const after = digests(cut(changed));
    expect(after.filter((digest) => before.has(digest)).length / after.length).toBeGreaterThanOrEqual(0.9);
  });

  it('cuts what has no cut at the maximum', () => {
    const zeros = cut(new Uint8Array(2 * chunkSizes.max + 1));
    expect(zeros.map((chunk) => chunk.byteLength).every((length) => length <= chunkSizes.max)).toBe(true);
    expect(zeros.reduce((sum, chunk) => sum + chunk.byteLength, 0)).toBe(2 * chunkSizes.max + 1);
  });

  it('makes nothing of nothing', () => {
    expect(cut(new Uint8Array(0))).toEqual([]);
  });
});
