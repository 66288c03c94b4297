import { concat, utf8 } from '../../protocol/bytes.ts';
import { sha256 } from '../../protocol/hash.ts';

/** Sizes of chunks in bytes. Changing them, or the table below, makes every chunk of every map new. */
export const chunkSizes = { min: 64 * 1024, average: 256 * 1024, max: 1024 * 1024 } as const;

// FastCDC (Xia et al., USENIX ATC 2016) with normalised chunking: a cut is harder to find below the average size and
// easier above it, so that sizes gather around the average. The shift moves a byte's influence upwards, so the highest
// bits are those that depend on the most bytes: the masks take them.
const maskBelowAverage = highestBits(20);
const maskAboveAverage = highestBits(16);

/** The gear table: for each byte the first 4 bytes, big-endian, of SHA-256("naviterm/1 gear" ‖ byte). */
const gear = Int32Array.from({ length: 256 }, (_, byte) => {
  const hash = sha256(concat(utf8('naviterm/1 gear'), Uint8Array.of(byte)));
  return new DataView(hash.buffer, hash.byteOffset).getInt32(0);
});

/**
 * Cuts a stream at places that its content chooses, so that an insertion changes the chunks around it and no others (G4).
 * The chunks depend on the bytes alone, never on how they were split among calls of `push`.
 */
export class Chunker {
  readonly #buffer = new Uint8Array(chunkSizes.max);
  #filled = 0;
  #scanned = 0;
  #fingerprint = 0;

  /** Takes more bytes; returns copies of the chunks that they completed, in file order. */
  push(bytes: Uint8Array): Uint8Array[] {
    const chunks: Uint8Array[] = [];
    for (let taken = 0; taken < bytes.byteLength;) {
      const room = bytes.subarray(taken, taken + chunkSizes.max - this.#filled);
      this.#buffer.set(room, this.#filled);
      this.#filled += room.byteLength;
      taken += room.byteLength;
      for (let cut = this.#findCut(); cut !== undefined; cut = this.#findCut()) chunks.push(this.#take(cut));
    }
    return chunks;
  }

  /** Ends the stream: what is left, where anything is, makes the last chunk, which may be shorter than the minimum. */
  finish(): Uint8Array[] {
    return this.#filled === 0 ? [] : [this.#take(this.#filled)];
  }

  /** The length of the next chunk, or undefined where more bytes decide. */
  #findCut(): number | undefined {
    const buffer = this.#buffer;
    const filled = this.#filled;
    let at = Math.max(this.#scanned, chunkSizes.min);
    let fingerprint = this.#fingerprint;
    for (; at < filled; at += 1) {
      fingerprint = ((fingerprint << 1) + (gear[buffer[at] ?? 0] ?? 0)) | 0;
      if ((fingerprint & (at < chunkSizes.average ? maskBelowAverage : maskAboveAverage)) === 0) return at + 1;
    }
    this.#scanned = at;
    this.#fingerprint = fingerprint;
    return filled === chunkSizes.max ? chunkSizes.max : undefined;
  }

  #take(length: number): Uint8Array {
    const chunk = this.#buffer.slice(0, length);
    this.#buffer.copyWithin(0, length, this.#filled);
    this.#filled -= length;
    this.#scanned = 0;
    this.#fingerprint = 0;
    return chunk;
  }
}

function highestBits(count: number): number {
  return -1 << (32 - count);
}
