import { CodedError } from '../../errors/coded-error.ts';
import { chunkSizes } from './chunker.ts';
import { digestBytes, digestOf, toDigest, type Digest } from './digest.ts';

/** One chunk of a file, as plain bytes. */
export interface ChunkFacts {
  readonly sha256: Digest;
  /** Bytes. */
  readonly length: number;
}

/** A file as its chunks in file order; a chunk that the file repeats is listed each time. */
export interface ChunkList {
  readonly chunks: readonly ChunkFacts[];
  /** Bytes of the whole file. */
  readonly length: number;
}

/** Ceiling of an encoded list: at the average chunk size, files of 28 GiB. */
export const maxChunkListBytes = 8 * 1024 * 1024;

// Wire format, integers big-endian: "NTCL", version (1 byte: 1), 3 zero bytes, number of chunks (4), length of the file
// (8), then for each chunk SHA-256 (32) and length (4).
const magic = Buffer.from('NTCL\x01\0\0\0', 'latin1');
const headerBytes = magic.byteLength + 4 + 8;
const entryBytes = 32 + 4;

/** @throws map.source-invalid where the file has more chunks than a list may name. */
export function encodeChunkList(chunks: readonly ChunkFacts[]): Uint8Array {
  const bytes = headerBytes + chunks.length * entryBytes;
  if (bytes > maxChunkListBytes) throw new CodedError('map.source-invalid', { detail: 'the file has too many chunks' });
  const encoded = Buffer.alloc(bytes);
  encoded.set(magic);
  encoded.writeUInt32BE(chunks.length, magic.byteLength);
  encoded.writeBigUInt64BE(BigInt(chunks.reduce((sum, chunk) => sum + chunk.length, 0)), magic.byteLength + 4);
  for (const [index, chunk] of chunks.entries()) {
    encoded.set(digestBytes(chunk.sha256), headerBytes + index * entryBytes);
    encoded.writeUInt32BE(chunk.length, headerBytes + index * entryBytes + 32);
  }
  return encoded;
}

/** Reads an encoded list. @throws map.chunk-invalid for anything else. */
export function decodeChunkList(bytes: Uint8Array): ChunkList {
  const refuse = (detail: string) => new CodedError('map.chunk-invalid', { detail: `chunk list: ${detail}` });
  if (bytes.byteLength < headerBytes || bytes.byteLength > maxChunkListBytes) throw refuse('its size is out of range');
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!view.subarray(0, magic.byteLength).equals(magic)) throw refuse('not a chunk list of a version that is known');
  const count = view.readUInt32BE(magic.byteLength);
  if (view.byteLength !== headerBytes + count * entryBytes) throw refuse('its size and its count differ');

  const chunks: ChunkFacts[] = [];
  let length = 0;
  for (let at = headerBytes; at < view.byteLength; at += entryBytes) {
    const chunk = { sha256: toDigest(view.subarray(at, at + 32)), length: view.readUInt32BE(at + 32) };
    if (chunk.length < 1 || chunk.length > chunkSizes.max) throw refuse('the length of a chunk is out of range');
    length += chunk.length;
    chunks.push(chunk);
  }
  if (view.readBigUInt64BE(magic.byteLength + 4) !== BigInt(length))
    throw refuse('its chunks do not add up to its length');
  return { chunks, length };
}

/** What signed metadata says of a list: the digest and length of its encoding. */
export function chunkListFacts(encoded: Uint8Array): ChunkFacts {
  return { sha256: digestOf(encoded), length: encoded.byteLength };
}
