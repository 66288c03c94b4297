import { createHash } from 'node:crypto';
import { CodedError } from '../../errors/coded-error.ts';
import { chunkSizes } from '../chunks/chunker.ts';
import type { ChunkList } from '../chunks/chunk-list.ts';
import { digestOf, type Digest } from '../chunks/digest.ts';
import type { MapTarget } from '../map-target.ts';
import type { FileReader } from './ports.ts';

/** Bytes of an installed file that are not what the publisher signed. */
export interface Damage {
  readonly offset: number;
  readonly length: number;
  /** The chunk that belongs there; undefined where no chunk can be told. */
  readonly sha256: Digest | undefined;
}

export interface VerifyOptions {
  readonly target: Pick<MapTarget, 'name' | 'length' | 'sha256'>;
  /** Without it, a damaged file is damaged as a whole. */
  readonly chunkList?: ChunkList | undefined;
  readonly file: FileReader;
  readonly onProgress?: ((doneBytes: number) => void) | undefined;
}

// An error names this many ranges at most; `findDamage` names all.
const maxRangesInError = 100;

/** @throws map.file-damaged with `info.damaged`: byte ranges as `{ offset, length }`. */
export async function verifyInstalled(options: VerifyOptions): Promise<void> {
  const damage = await findDamage(options);
  if (damage.length === 0) return;
  const damaged = damage.slice(0, maxRangesInError).map(({ offset, length }) => ({ offset, length }));
  const detail = `${options.target.name}: ${damage.length} damaged parts`;
  throw new CodedError('map.file-damaged', { detail, info: { damaged, parts: damage.length } });
}

/** Reads the whole file; returns every damaged part, so that a download with `installed.damaged` fetches these alone. */
export async function findDamage({ target, chunkList, file, onProgress }: VerifyOptions): Promise<readonly Damage[]> {
  const whole = createHash('sha256');
  const damage: Damage[] = [];
  // One for all: new memory for each part would cost more than to read it.
  const buffer = Buffer.alloc(chunkSizes.max);
  let offset = 0;
  for (const { sha256, length } of parts(target.length, chunkList)) {
    const bytes = await file.read(offset, buffer.subarray(0, length));
    whole.update(bytes);
    if (bytes.byteLength !== length || (sha256 !== undefined && digestOf(bytes) !== sha256))
      damage.push({ offset, length, sha256 });
    offset += length;
    onProgress?.(offset);
  }
  const size = await file.size();
  if (size > offset) damage.push({ offset, length: size - offset, sha256: undefined });
  // Every chunk fits and the whole does not: the list is not this file's, so it tells nothing of where the damage is.
  if (damage.length === 0 && (offset !== target.length || whole.digest('hex') !== target.sha256))
    return [{ offset: 0, length: target.length, sha256: undefined }];
  return damage;
}

function* parts(total: number, list: ChunkList | undefined): Generator<{ sha256: Digest | undefined; length: number }> {
  if (list !== undefined) yield* list.chunks;
  else
    for (let at = 0; at < total; at += chunkSizes.max)
      yield { sha256: undefined, length: Math.min(chunkSizes.max, total - at) };
}
