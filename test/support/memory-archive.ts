import type { Source } from 'pmtiles';
import type { ByteSource } from '../../src/maps/pmtiles/inspect.ts';
import type { PositionedSink } from '../../src/maps/pmtiles/writer.ts';

/** A sink that keeps an archive in memory, as growing bytes. */
export function memorySink(): PositionedSink & { bytes(): Uint8Array } {
  let held = new Uint8Array(1 << 16);
  let length = 0;
  return {
    async write(position, bytes) {
      const end = position + bytes.length;
      if (end > held.length) {
        const larger = new Uint8Array(end * 2);
        larger.set(held);
        held = larger;
      }
      held.set(bytes, position);
      length = Math.max(length, end);
    },
    bytes: () => held.slice(0, length),
  };
}

export function memorySource(bytes: Uint8Array): ByteSource {
  return { length: bytes.length, getBytes: async (offset, length) => bytes.slice(offset, offset + length) };
}

/** The port of the `pmtiles` reader over bytes in memory. */
export function readerSource(bytes: Uint8Array): Source {
  return {
    getKey: () => 'memory',
    getBytes: async (offset, length) => ({ data: new Uint8Array(bytes.slice(offset, offset + length)).buffer }),
  };
}
