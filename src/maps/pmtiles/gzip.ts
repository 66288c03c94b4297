import { CodedError } from '../../errors/coded-error.ts';
import { Gunzip, gzipSync } from 'fflate';

/** Compresses to the same bytes on every machine and at any time: no timestamp, no name, one implementation. */
export function gzip(bytes: Uint8Array): Uint8Array {
  return gzipSync(bytes, { level: 9, mtime: 0 });
}

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

const sliceLength = 4096;

/**
 * Decompresses at most `ceiling` bytes.
 *
 * @throws CodedError `map.source-invalid` when the bytes are no whole gzip stream, or unpack to more than the ceiling:
 * the input is fed in slices, so that a small bomb is noticed before it has unpacked.
 */
export function gunzip(bytes: Uint8Array, ceiling: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let total = 0;
  let ended = false;
  const stream = new Gunzip((part, final) => {
    total += part.length;
    parts.push(part);
    ended = final;
  });
  try {
    for (let at = 0; at < bytes.length; at += sliceLength) {
      stream.push(bytes.subarray(at, at + sliceLength), at + sliceLength >= bytes.length);
      if (total > ceiling) break;
    }
  } catch (error) {
    throw new CodedError('map.source-invalid', { detail: 'a part of the archive does not decompress', cause: error });
  }
  if (total > ceiling) {
    throw new CodedError('map.source-invalid', { detail: `a part of the archive unpacks to over ${ceiling} bytes` });
  }
  if (!ended) throw new CodedError('map.source-invalid', { detail: 'a compressed part of the archive is cut short' });
  const whole = new Uint8Array(total);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
