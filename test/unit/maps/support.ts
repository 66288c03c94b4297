import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { sha256 } from '../../../src/protocol/hash.ts';
import { utf8 } from '../../../src/protocol/bytes.ts';
import type { SealedChunk } from '../../../src/maps/chunks/sealing.ts';
import type { Digest } from '../../../src/maps/chunks/digest.ts';
import type { Draft, DraftStore, FileReader, ListStore } from '../../../src/maps/download/ports.ts';
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

export class MemoryLists implements ListStore {
  readonly kept = new Map<Digest, Uint8Array>();
  async names() {
    return [...this.kept.keys()];
  }
  async get(name: Digest) {
    return this.kept.get(name);
  }
  async put(name: Digest, bytes: Uint8Array) {
    this.kept.set(name, Uint8Array.from(bytes));
  }
  async remove(name: Digest) {
    this.kept.delete(name);
  }
}

/** One place for a file: what is installed there changes when a draft is installed, and at no other moment. */
export class MemoryPlace implements FileReader {
  installed: Uint8Array | undefined;
  async size() {
    return this.installed?.byteLength ?? 0;
  }
  async read(offset: number, into: Uint8Array) {
    return readFrom(this.installed ?? new Uint8Array(0), offset, into);
  }
}

export class MemoryDrafts implements DraftStore {
  readonly kept = new Map<Digest, Uint8Array>();
  readonly #place: MemoryPlace;
  constructor(place: MemoryPlace) {
    this.#place = place;
  }
  async names() {
    return [...this.kept.keys()];
  }
  async open(name: Digest, length: number): Promise<Draft> {
    const whole = new Uint8Array(length);
    const content = () => this.kept.get(name) ?? new Uint8Array(0);
    const keep = (size: number) => this.kept.set(name, whole.subarray(0, size));
    const begun = content().subarray(0, length);
    whole.set(begun);
    keep(begun.byteLength);
    return {
      size: async () => content().byteLength,
      read: async (offset, into) => readFrom(content(), offset, into),
      write: async (offset, bytes) => {
        whole.set(bytes, offset);
        keep(Math.max(content().byteLength, offset + bytes.byteLength));
      },
      flush: async () => {},
      install: async () => {
        this.#place.installed = content();
        this.kept.delete(name);
      },
      close: async () => {},
    };
  }
  async remove(name: Digest) {
    this.kept.delete(name);
  }
}

function readFrom(bytes: Uint8Array, offset: number, into: Uint8Array): Uint8Array {
  const part = bytes.subarray(offset, offset + into.byteLength);
  into.set(part);
  return into.subarray(0, part.byteLength);
}

export const hex = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
export const coded = (code: string): unknown => expect.objectContaining({ code });
