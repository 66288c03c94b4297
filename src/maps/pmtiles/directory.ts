import { CodedError } from '../../errors/coded-error.ts';
import { headAreaLength, headerLength } from './archive-facts.ts';
import { gzip } from './gzip.ts';
import { pushVarint, varintReader } from './varint.ts';

/** One row of a directory: `runLength` tiles from `tileId` on share these bytes; 0 marks a leaf directory. */
export interface DirectoryEntry {
  readonly tileId: number;
  /** Bytes from the start of the tile data section (of the leaf section for a leaf directory). */
  readonly offset: number;
  readonly length: number;
  readonly runLength: number;
}

/** Entries in ascending order of tileId → directory bytes, not yet compressed (PMTiles v3, section 4.2). */
export function encodeDirectory(entries: readonly DirectoryEntry[]): Uint8Array {
  const out: number[] = [];
  pushVarint(out, entries.length);
  let previousId = 0;
  for (const { tileId } of entries) {
    pushVarint(out, tileId - previousId);
    previousId = tileId;
  }
  for (const { runLength } of entries) pushVarint(out, runLength);
  for (const { length } of entries) pushVarint(out, length);
  let expectedOffset = -1;
  for (const { offset, length } of entries) {
    pushVarint(out, offset === expectedOffset ? 0 : offset + 1);
    expectedOffset = offset + length;
  }
  return Uint8Array.from(out);
}

/**
 * Directory bytes, decompressed → entries.
 *
 * @throws CodedError `map.source-invalid` when the bytes are not exactly one directory in ascending order.
 */
export function decodeDirectory(bytes: Uint8Array): DirectoryEntry[] {
  const next = varintReader(bytes);
  const read = (): number => {
    const value = next();
    if (value === undefined) throw new CodedError('map.source-invalid', { detail: 'a directory is cut short' });
    return value;
  };
  const count = read();
  // Each entry takes at least one byte in each of the four columns.
  if (count * 4 > bytes.length) throw new CodedError('map.source-invalid', { detail: 'a directory is cut short' });
  const column = () => Array.from({ length: count }, read);
  const [deltas, runLengths, lengths, offsets] = [column(), column(), column(), column()];
  const entries: DirectoryEntry[] = [];
  let tileId = 0;
  let expectedOffset: number | undefined;
  for (let index = 0; index < count; index++) {
    const delta = deltas[index] ?? 0;
    const length = lengths[index] ?? 0;
    const runLength = runLengths[index] ?? 0;
    const coded = offsets[index] ?? 0;
    tileId += delta;
    const offset = coded === 0 ? expectedOffset : coded - 1;
    const ascends = index === 0 || delta > 0;
    if (!ascends || length === 0 || offset === undefined || tileId + runLength > Number.MAX_SAFE_INTEGER) {
      throw new CodedError('map.source-invalid', { detail: 'a directory has an impossible entry' });
    }
    entries.push({ tileId, offset, length, runLength });
    expectedOffset = offset + length;
  }
  return entries;
}

const rootCeiling = headAreaLength - headerLength;
const firstLeafLength = 4096;

/**
 * All entries of an archive → compressed root directory that fits the head area, and the leaf directories below it
 * (empty when the root holds everything).
 */
export function layOutDirectories(entries: readonly DirectoryEntry[]): { root: Uint8Array; leaves: Uint8Array[] } {
  // A directory over 64 Ki entries never compresses into the head area: ids alone grow it beyond.
  if (entries.length <= 65_536) {
    const root = gzip(encodeDirectory(entries));
    if (root.length <= rootCeiling) return { root, leaves: [] };
  }
  for (let leafLength = firstLeafLength; ; leafLength *= 2) {
    const { rootEntries, leaves } = cutLeaves(entries, leafLength);
    const root = gzip(encodeDirectory(rootEntries));
    if (root.length <= rootCeiling) return { root, leaves };
  }
}

function cutLeaves(entries: readonly DirectoryEntry[], leafLength: number) {
  const rootEntries: DirectoryEntry[] = [];
  const leaves: Uint8Array[] = [];
  let offset = 0;
  for (let start = 0; start < entries.length; start += leafLength) {
    const part = entries.slice(start, start + leafLength);
    const leaf = gzip(encodeDirectory(part));
    rootEntries.push({ tileId: part[0]?.tileId ?? 0, offset, length: leaf.length, runLength: 0 });
    leaves.push(leaf);
    offset += leaf.length;
  }
  return { rootEntries, leaves };
}
