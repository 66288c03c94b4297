import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { sha256 } from '../../../src/protocol/hash.ts';
import { utf8 } from '../../../src/protocol/bytes.ts';
import type { SealedChunk } from '../../../src/maps/chunks/sealing.ts';
import type { Digest } from '../../../src/maps/chunks/digest.ts';
import type { ArtefactSink, ChunkStore, FileReader } from '../../../src/maps/download/ports.ts';
import type { MapTarget } from '../../../src/maps/map-target.ts';
import { prepareArtefact } from '../../../src/maps/prepare-artefact.ts';

/** The same bytes for the same seed, with no pattern that a chunker could find. */
export function noise(seed: string, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let at = 0, block = 0; at < length; at += 32, block += 1)
    bytes.set(sha256(utf8(`${seed} ${block}`)).subarray(0, length - at), at);
  return bytes;
}

export const regionKey = sha256(utf8('region key of the tests'));

export const facts: Omit<MapTarget, 'length' | 'sha256' | 'chunkList'> = {
  name: 'montevideo/tiles.pmtiles',
  kind: 'tiles',
  region: {
    id: 'montevideo',
    names: { en: 'Montevideo', ja: 'モンテビデオ' },
    boundsE7: [-564320000, -349390000, -560200000, -347000000],
  },
  version: '2026-11-20',
  contentType: 'application/vnd.pmtiles',
  attribution: '© OpenStreetMap contributors',
};

/** A service server's shelf: sealed chunks by id. */
export class Shelf {
  readonly sealed = new Map<string, Uint8Array>();
  /** Ids that were asked for, in order. */
  readonly asked: string[] = [];
  readonly put = async ({ id, sealed }: Pick<SealedChunk, 'id' | 'sealed'>) => {
    this.sealed.set(id, sealed);
  };
  readonly fetchSealed = async (id: string): Promise<Uint8Array> => {
    this.asked.push(id);
    const bytes = this.sealed.get(id);
    if (bytes === undefined) throw new Error(`no chunk ${id}`);
    return bytes;
  };
}

export async function publish(shelf: Shelf, file: Uint8Array) {
  return prepareArtefact({ facts, regionKey, bytes: pieces(file), put: shelf.put });
}

async function* pieces(file: Uint8Array) {
  for (let at = 0; at < file.byteLength; at += 65_536) yield file.subarray(at, at + 65_536);
}

export class MemoryChunkStore implements ChunkStore {
  readonly kept = new Map<Digest, Uint8Array>();
  async list() {
    return [...this.kept.keys()];
  }
  async get(digest: Digest) {
    return this.kept.get(digest);
  }
  async put(digest: Digest, bytes: Uint8Array) {
    this.kept.set(digest, Uint8Array.from(bytes));
  }
  async remove(digest: Digest) {
    this.kept.delete(digest);
  }
}

/** One place for a file: what is installed there changes at `commit` alone. */
export class MemoryPlace implements FileReader {
  installed: Uint8Array | undefined;
  opened = 0;
  readonly openSink = async (): Promise<ArtefactSink> => {
    this.opened += 1;
    const parts: Uint8Array[] = [];
    return {
      write: async (bytes) => void parts.push(bytes),
      commit: async () => {
        this.installed = Buffer.concat(parts);
      },
      abort: async () => void parts.splice(0),
    };
  };
  async size() {
    return this.installed?.byteLength ?? 0;
  }
  async read(offset: number, length: number) {
    return this.installed?.subarray(offset, offset + length) ?? new Uint8Array(0);
  }
}

export const hex = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
export const coded = (code: string): unknown => expect.objectContaining({ code });
