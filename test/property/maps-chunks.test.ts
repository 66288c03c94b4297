import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CodedError } from '../../src/errors/coded-error.ts';
import { Chunker, chunkSizes } from '../../src/maps/chunks/chunker.ts';
import { decodeChunkList, encodeChunkList } from '../../src/maps/chunks/chunk-list.ts';
import { openChunk, sealChunk } from '../../src/maps/chunks/sealing.ts';
import { openRegionKey } from '../../src/maps/region-key.ts';
import { decryptContent, encryptContent } from '../../src/protocol/encrypted-content.ts';

const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
const digest = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex'));

/** Files of up to 1.5 MiB, between all alike and all different: a short piece, repeated and numbered here and there. */
const file = fc
  .record({
    piece: fc.uint8Array({ minLength: 1, maxLength: 400 }),
    length: fc.nat(1_500_000),
    every: fc.integer({ min: 1, max: 5000 }),
  })
  .map(({ piece, length, every }) => {
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; at += 1)
      bytes[at] = (piece[at % piece.length] ?? 0) ^ (at % every === 0 ? Math.imul(at, 0x9e3779b1) >>> 24 : 0);
    return bytes;
  });

function cut(bytes: Uint8Array, splits: readonly number[]): Uint8Array[] {
  const chunker = new Chunker();
  const ends = [...splits.map((split) => Math.floor(split * bytes.byteLength)), bytes.byteLength].toSorted(
    (a, b) => a - b,
  );
  return [
    ...ends.flatMap((end, index) => chunker.push(bytes.subarray(ends[index - 1] ?? 0, end))),
    ...chunker.finish(),
  ];
}

/** What `parse` makes of bytes: its result, or undefined where it refuses them with a code; other errors pass through. */
function codedOr<Result>(parse: () => Result): Result | undefined {
  try {
    return parse();
  } catch (error) {
    if (error instanceof CodedError) return undefined;
    throw error;
  }
}

describe('chunks', () => {
  const splits = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 });

  it('make up the file, keep to the sizes, and do not depend on how the file came', () => {
    fc.assert(
      fc.property(file, splits, (bytes, somewhere) => {
        const chunks = cut(bytes, somewhere);
        expect(Buffer.concat(chunks).equals(bytes)).toBe(true);
        expect(chunks.map((chunk) => chunk.byteLength)).toEqual(cut(bytes, []).map((chunk) => chunk.byteLength));
        expect(chunks.every(({ byteLength }) => byteLength > 0 && byteLength <= chunkSizes.max)).toBe(true);
        expect(chunks.slice(0, -1).every(({ byteLength }) => byteLength >= chunkSizes.min)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('open to what was sealed, and to nothing with any bit changed', () => {
    fc.assert(
      fc.property(key, fc.uint8Array({ maxLength: 500 }), fc.nat(), fc.nat(7), (regionKey, plain, position, bit) => {
        const { sha256, sealed } = sealChunk(regionKey, plain);
        expect(Buffer.from(plain).equals(openChunk(regionKey, sha256, sealed))).toBe(true);
        const changed = Uint8Array.from(sealed);
        const at = position % changed.byteLength;
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        expect(codedOr(() => openChunk(regionKey, sha256, changed))).toBeUndefined();
      }),
    );
  });

  it('of any other bytes are refused with a code', () => {
    fc.assert(
      fc.property(key, digest, fc.uint8Array({ maxLength: 200 }), (regionKey, sha256, bytes) => {
        expect(codedOr(() => openChunk(regionKey, sha256, bytes))).toBeUndefined();
        expect(codedOr(() => openRegionKey(regionKey, 'region', bytes))).toBeUndefined();
      }),
    );
  });
});

describe('chunk lists', () => {
  const chunk = fc.record({ sha256: digest, length: fc.integer({ min: 1, max: chunkSizes.max }) });

  it('are read as written', () => {
    fc.assert(
      fc.property(fc.array(chunk, { maxLength: 50 }), (chunks) => {
        expect(decodeChunkList(encodeChunkList(chunks)).chunks).toEqual(chunks);
      }),
    );
  });

  it('have one spelling: other bytes are refused with a code, or are another list', () => {
    fc.assert(
      fc.property(
        fc.array(chunk, { maxLength: 5 }),
        fc.nat(),
        fc.nat(255),
        fc.nat(40),
        (chunks, position, value, cutOff) => {
          const bytes = Uint8Array.from(encodeChunkList(chunks));
          bytes[position % bytes.byteLength] = value;
          const changed = bytes.subarray(0, bytes.byteLength - (cutOff < 20 ? 0 : cutOff - 20));
          const list = codedOr(() => decodeChunkList(changed));
          if (list !== undefined) expect(Buffer.from(changed).equals(encodeChunkList(list.chunks))).toBe(true);
        },
      ),
    );
  });
});

describe('sealed bodies (RFC 8188)', () => {
  const sealing = fc.record({
    key,
    keyId: fc.uint8Array({ maxLength: 255 }),
    recordSize: fc.oneof(fc.constant(undefined), fc.integer({ min: 18, max: 200 })),
  });
  const open = (bytes: Uint8Array, opening: Uint8Array) =>
    decryptContent({ key: opening, maxBytes: 100_000, code: 'network.answer-invalid' }, bytes);

  it('open to what was sealed, at any record size', () => {
    fc.assert(
      fc.property(sealing, fc.uint8Array({ maxLength: 1000 }), ({ recordSize, ...rest }, plain) => {
        const sealed = encryptContent(recordSize === undefined ? rest : { ...rest, recordSize }, plain);
        expect(Buffer.from(plain).equals(open(sealed, rest.key))).toBe(true);
      }),
    );
  });

  it('are refused with a code when cut anywhere, and when they are any other bytes', () => {
    fc.assert(
      fc.property(
        sealing,
        fc.uint8Array({ maxLength: 300 }),
        fc.nat(),
        fc.uint8Array({ maxLength: 300 }),
        (how, plain, at, other) => {
          const { recordSize, ...rest } = how;
          const sealed = encryptContent(recordSize === undefined ? rest : { ...rest, recordSize }, plain);
          expect(codedOr(() => open(sealed.subarray(0, at % sealed.byteLength), how.key))).toBeUndefined();
          expect(codedOr(() => open(other, how.key))).toBeUndefined();
        },
      ),
    );
  });
});
